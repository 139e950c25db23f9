import { describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, tokenBeginnings, useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();

async function send(method: string, params: Record<string, unknown>, user = 'megan'): Promise<Response> {
  const message = mcpMessage(method, params);
  return connector.post(message.body, { token: await connector.token(user), headers: message.headers });
}

describe('the audit log', () => {
  it.each<[string, () => Promise<Response>, Record<string, unknown>]>([
    [
      'a request without a token',
      () => connector.post({}),
      { operation: 'authenticate', outcome: 'refused', reason: 'token_absent', status: 401 },
    ],
    [
      'a request with an expired token',
      async () => connector.post({}, { token: await connector.token('megan', { lifetimeSeconds: -3600 }) }),
      { operation: 'authenticate', outcome: 'refused', reason: 'expired', status: 401 },
    ],
    [
      'a user who is not assigned to the application',
      () => send('tools/list', {}, 'pradeep'),
      {
        operation: 'tools/list',
        outcome: 'refused',
        reason: 'not_assigned',
        exchange: 'failed',
        status: 403,
      },
    ],
    [
      'tools/list',
      () => send('tools/list', {}),
      { operation: 'tools/list', outcome: 'ok', status: 200, tenantId: expect.any(String) as string },
    ],
    [
      'a tool call that succeeds',
      () => send('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' } }),
      {
        operation: 'tools/call',
        tool: 'read_resource',
        outcome: 'ok',
        resourceKind: 'me',
        resourceHash: expect.stringMatching(/^[\w-]{22}$/) as string,
      },
    ],
    [
      'a tool call with invalid arguments',
      () => send('tools/call', { name: 'outlook_email_search', arguments: { limit: 'many' } }),
      {
        operation: 'tools/call',
        tool: 'outlook_email_search',
        outcome: 'failed',
        reason: 'invalid_argument',
      },
    ],
    [
      'a tool call without the required permission',
      () => send('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } }, 'alex'),
      {
        operation: 'tools/call',
        tool: 'outlook_email_search',
        outcome: 'failed',
        reason: 'permission_missing',
      },
    ],
    [
      'a call of an unknown tool',
      () => send('tools/call', { name: 'delete_everything' }),
      { operation: 'tools/call', outcome: 'refused', reason: 'unknown_tool' },
    ],
    [
      'a JSON-RPC batch',
      async () => connector.post([], { token: await connector.token('megan') }),
      { outcome: 'refused', reason: 'batch_refused', status: 400 },
    ],
  ])('contains exactly one event for %s', async (_name, act, expected) => {
    const response = await act();
    await response.text();
    const events = await connector.audit(1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event: 'm365_mcp.audit',
      version: 1,
      region: 'simulation',
      ...expected,
    });
    expect(response.headers.get('x-request-id')).toBe(events[0]?.['requestId']);
  });

  it('contains the request ids of Graph', async () => {
    await (await send('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } })).text();
    const [event] = await connector.audit(1);
    const ids = event?.['graphRequestIds'] as string[];
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has a line before the content of a file is downloaded, and none for other calls', async () => {
    await connector.audit(0);
    const { log } = connector.simulation.worker;
    const start = log.length;
    const uri =
      'https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/Halo/Halo%20Launch%20Plan.docx';
    await (await send('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } })).text();
    await (await send('tools/call', { name: 'read_resource', arguments: { uri } })).text();
    const [, read] = await connector.audit(2);
    const lines = log.slice(start);
    const opened = lines.filter((line) => line.includes('"m365_mcp.content_read"'));
    expect(opened.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        event: 'm365_mcp.content_read',
        region: 'simulation',
        version: 1,
        at: expect.any(String),
        requestId: read?.['requestId'],
        tenantId: users.megan.tenantId,
        objectId: read?.['objectId'],
        tool: 'read_resource',
        resourceKind: read?.['resourceKind'],
        resourceHash: read?.['resourceHash'],
      },
    ]);
    expect(lines.indexOf(opened[0] ?? '')).toBeLessThan(
      lines.findLastIndex((line) => line.includes('"m365_mcp.audit"')),
    );
  });

  const [clientTrace, hopTrace] = [
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
  ];

  it.each<[string, Record<string, unknown>, Record<string, string>, string | undefined]>([
    ['the HTTP header', {}, { traceparent: hopTrace }, hopTrace],
    ['_meta of the message (SEP-414)', { traceparent: clientTrace }, {}, clientTrace],
    ['_meta before the HTTP header', { traceparent: clientTrace }, { traceparent: hopTrace }, clientTrace],
    [
      'nowhere when it is malformed',
      { traceparent: `${clientTrace}"` },
      { traceparent: '-'.repeat(55) },
      undefined,
    ],
    [
      'nowhere when the trace id is all zeros',
      {},
      { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
      undefined,
    ],
  ])('takes the traceparent from %s', async (_name, meta, headers, expected) => {
    const { body, headers: own } = mcpMessage('tools/list');
    const { params, ...rest } = body as { params: Record<string, object> };
    const message = { ...rest, params: { ...params, _meta: { ...params['_meta'], ...meta } } };
    const token = await connector.token('megan');
    await (await connector.post(message, { token, headers: { ...own, ...headers } })).text();
    expect((await connector.audit(1))[0]?.['traceparent']).toBe(expected);
  });

  it('contains no query, result or token of a tool call', async () => {
    const token = await connector.token('megan');
    const message = mcpMessage('tools/call', {
      name: 'outlook_email_search',
      arguments: { query: 'budget' },
    });
    const answer = await (await connector.post(message.body, { token, headers: message.headers })).text();
    await connector.audit(1);
    const log = connector.simulation.worker.log.join('\n');
    expect(answer.toLowerCase()).toContain('budget');
    expect(log.toLowerCase()).not.toContain('budget');
    expect([...token.split('.'), ...tokenBeginnings].filter((secret) => log.includes(secret))).toEqual([]);
    expect(log).not.toContain('contoso.example');
  });

  it('contains one event per response when Graph returns 503 to some calls', async () => {
    const { control } = connector.simulation.tenant;
    await connector.audit(0);
    control.addFault({ kind: 'graph', effect: 'status', status: 503, times: 10 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        send(
          'tools/call',
          { name: index % 2 ? 'outlook_email_search' : 'sharepoint_search', arguments: { query: 'budget' } },
          index % 3 ? 'megan' : 'alex',
        ),
      ),
    );
    await Promise.all(answers.map((answer) => answer.text()));
    expect(await connector.audit(40)).toHaveLength(40);
    control.clearFaults();
  });
});

describe('the MCP client in the audit log', () => {
  it('is the same from the sign-in through each call to the revocation', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const client = await speak.register();
    const before = auditEvents().length;
    const { body } = await speak.signIn(client, users.megan.userPrincipalName);
    const message = mcpMessage('tools/list', {});
    await (await connector.post(message.body, { token: body.access_token, headers: message.headers })).text();
    const renewed = await speak.refresh(client, body.refresh_token);
    const token = renewed.body.refresh_token ?? '';
    await speak.post('/oauth/revoke', { token, client_id: client });
    await connector.post(message.body, { token: renewed.body.access_token, headers: message.headers });
    await speak.post('/oauth/revoke', { token: 'unknown', client_id: client });
    const events = auditEvents().slice(before);
    const identity = {
      mcpClientKind: 'registered',
      mcpClient: expect.stringMatching(/^[\w-]{22}$/) as string,
      redirectHost: 'localhost',
    };
    const grant = { ...identity, grantId: events.find(({ grantId }) => grantId !== undefined)?.grantId };
    expect(grant.grantId).toMatch(/^[\w-]{43}$/);
    expect(events).toMatchObject([
      { operation: 'sign_in.authorize', reason: 'consent_asked', ...identity },
      { operation: 'sign_in.consent', outcome: 'ok', ...identity },
      { operation: 'sign_in.callback', outcome: 'ok', ...grant },
      { operation: 'sign_in.token', outcome: 'ok', ...grant },
      { operation: 'tools/list', outcome: 'ok', ...grant },
      { operation: 'sign_in.token', outcome: 'ok', ...grant },
      { operation: 'sign_in.revoke', outcome: 'ok', ...grant },
      { outcome: 'refused', reason: 'revoked', ...grant },
      { operation: 'sign_in.revoke', outcome: 'refused', reason: 'token_unknown', status: 200 },
    ]);
    expect(new Set(events.map(({ mcpClient }) => mcpClient).filter(Boolean)).size).toBe(1);
    await speak.refresh(client, token);
    expect(auditEvents().at(-1)).toMatchObject({
      operation: 'sign_in.token',
      outcome: 'refused',
      reason: 'invalid_grant',
      grantId: grant.grantId,
    });
  });

  it('is named by the event of an error page, as far as it is known', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const client = await speak.register();
    const document = 'https://unknown.invalid/client.json';
    const open = async (parameters: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams({ response_type: 'code', ...parameters });
      const response = await fetch(`${connector.simulation.url}/oauth/authorize?${query.toString()}`);
      expect(response.status).toBe(400);
      await response.text();
    };
    const before = auditEvents().length;
    await open({ client_id: client, redirect_uri: 'https://evil.example/callback' });
    await open({ client_id: client, redirect_uri: 'javascript:alert(1)' });
    await open({ client_id: document, redirect_uri: 'https://evil.example/callback' });
    await open({ client_id: 'made-up', redirect_uri: 'https://evil.example/callback' });
    const id = expect.stringMatching(/^[\w-]{22}$/) as string;
    expect(auditEvents().slice(before)).toMatchObject([
      {
        reason: 'redirect_refused',
        mcpClientKind: 'registered',
        mcpClient: id,
        redirectHost: 'evil.example',
      },
      { reason: 'redirect_invalid', mcpClientKind: 'registered', mcpClient: id },
      { reason: 'document_unavailable', mcpClientKind: 'unverified_document', mcpClient: document },
      { reason: 'client_unknown', mcpClientKind: 'registered', mcpClient: id },
    ]);
  });
});

describe('the user in the audit log', () => {
  it('is named by the end of a sign-in to /me, as by the page and each form', async () => {
    const { objectId, userPrincipalName } = users.megan;
    const browser = createAdministrator(connector.simulation.url, { userPrincipalName });
    const before = auditEvents().length;
    await browser.open('/me/sign-in');
    await browser.post('/me/disconnect', { form_token: browser.formToken, connection: 'unknown' });
    const user = { objectId, tenantId: expect.any(String) as string };
    expect(auditEvents().slice(before)).toMatchObject([
      { operation: 'me.sign_in', outcome: 'ok' },
      { operation: 'sign_in.callback', outcome: 'ok', ...user },
      { operation: 'me.view', outcome: 'ok', ...user },
      { operation: 'me.disconnect', outcome: 'refused', reason: 'connection_unknown', ...user },
    ]);
  });
});

describe('the network in the audit log', () => {
  it('is truncated, for pages and for MCP requests', async () => {
    const before = auditEvents().length;
    const headers = { 'cf-connecting-ip': '203.0.113.77' };
    await (await fetch(`${connector.simulation.url}/me`, { headers })).text();
    await connector.post('{}', { headers });
    const events = auditEvents().slice(before);
    expect(events).toMatchObject([
      { operation: 'me.view', network: '203.0.113.0/24' },
      { operation: 'authenticate', network: '203.0.113.0/24' },
    ]);
    expect(JSON.stringify(events)).not.toContain('113.77');
  });
});

function auditEvents(): AuditEvent[] {
  return connector.simulation.worker.log
    .filter((line) => line.startsWith('{"event":"m365_mcp.audit"'))
    .map((line) => JSON.parse(line) as AuditEvent);
}
