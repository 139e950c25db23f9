import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';
import { type SentRequest, disconnectAfter, until, untilReached } from './disconnect.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
beforeEach(() => connector.audit(0));
afterEach(() => control().clearFaults());

const params = { name: 'outlook_email_search', arguments: { query: 'budget' } };
const search = mcpMessage('tools/call', params);
const legacySearch: typeof search = {
  body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
  headers: { 'mcp-protocol-version': '2025-11-25' },
};

const findFaultLines = () =>
  connector.simulation.worker.log.filter((line) => line.includes('m365_mcp.fault'));

const findAuditLines = (operation: string) =>
  connector.simulation.worker.log.filter((line) => line.includes(`"operation":"${operation}"`));

async function createPost(user: string, message: typeof search): Promise<SentRequest> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${await connector.token(user)}`,
    ...message.headers,
  };
  return { path: '/mcp', headers, body: JSON.stringify(message.body) };
}

describe('a client that disconnects before the response', () => {
  it.each([
    ['2026-07-28', search],
    ['2025-11-25', legacySearch],
  ])(
    'cancels the Graph request and leaves one audit event with status 499, revision %s',
    async (_revision, message) => {
      control().clearRequests();
      control().addFault({ kind: 'graph', path: '*/messages', effect: 'hang' });
      // The time zone is requested at the same time, and its response has arrived.
      const zoneIsRead = async () => {
        await until(() =>
          control()
            .requests({ kind: 'graph' })
            .some(({ status }) => status === 200),
        );
        await new Promise((resolve) => setTimeout(resolve, 500));
      };
      await disconnectAfter(connector.simulation, await createPost('megan', message), async () => {
        await untilReached(connector.simulation, { kind: 'graph' });
        await zoneIsRead();
      });
      const [event, ...more] = await connector.audit(1);
      expect(event).toMatchObject({
        operation: 'tools/call',
        tool: 'outlook_email_search',
        outcome: 'cancelled',
        status: 499,
        exchange: 'exchanged',
        objectId: expect.any(String) as string,
      });
      // The audit event lists the Graph requests that were completed before.
      const requests = control().requests({ kind: 'graph' });
      const answered = requests.filter(({ status }) => status === 200);
      expect(answered).not.toEqual([]);
      expect(event?.['graphRequestIds']).toHaveLength(answered.length);
      await until(() => control().requests({ kind: 'graph' }).at(-1)?.abandoned === true);
      expect(control().requests({ kind: 'graph' })).toHaveLength(requests.length);
      expect(more).toEqual([]);
      expect(await connector.audit(0)).toEqual([]);
      expect(findFaultLines()).toEqual([]);
    },
  );

  it('does not cancel an on-behalf-of request that another call waits for', async () => {
    control().clearRequests();
    control().addFault({ kind: 'token:on_behalf_of', effect: 'delay', delayMs: 500 });
    const call = await createPost('adele', search);
    let otherCall: Promise<Response> | undefined;
    await disconnectAfter(connector.simulation, call, async () => {
      await untilReached(connector.simulation, { kind: 'token:on_behalf_of' });
      otherCall = fetch(new URL(call.path, connector.simulation.url), { method: 'POST', ...call });
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect((await otherCall)?.status).toBe(200);
    expect(control().counts()).toMatchObject({ 'token:on_behalf_of': 1 });
    const outcomes = new Set((await connector.audit(2)).map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['cancelled', 'ok']));
  });

  it('leaves one canceled audit event at POST /oauth/token', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const clientId = await speak.register();
    const user = users.patti.userPrincipalName;
    const { body } = await speak.signIn(clientId, user);
    await until(() => findAuditLines('sign_in.token').length === 1);
    control().addFault({ kind: 'token:refresh_token', effect: 'hang' });
    const form = {
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: body.refresh_token ?? '',
    };
    await disconnectAfter(
      connector.simulation,
      {
        path: '/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...form, resource: `${connector.simulation.url}/mcp` }).toString(),
      },
      () => untilReached(connector.simulation, { kind: 'token:refresh_token' }),
    );
    await until(() => findAuditLines('sign_in.token').length === 2);
    expect(findAuditLines('sign_in.token')[1]).toContain('"outcome":"cancelled"');
  });

  it.each([
    ['by closing its sending side', (socket: Socket) => socket.end(), { outcome: 'refused', status: 400 }],
    [
      'by resetting the connection',
      (socket: Socket) => socket.resetAndDestroy(),
      { outcome: 'cancelled', status: 499 },
    ],
  ])(
    'in the middle of the request body %s leaves one audit event and no fault line',
    async (_, disconnect, expected) => {
      const { path, headers, body = '' } = await createPost('megan', search);
      const sent = request(new URL(path, connector.simulation.url), {
        method: 'POST',
        headers: { ...headers, 'content-length': String(body.length) },
      });
      const answered = new Promise<number | undefined>((resolve) => {
        sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', () => resolve(undefined));
      });
      await new Promise((resolve) => sent.write(body.slice(0, -10), resolve));
      // A reset discards what workerd has not read yet.
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (sent.socket) disconnect(sent.socket);
      expect(await answered).toBe(expected.status === 499 ? undefined : expected.status);
      expect(await connector.audit(1)).toMatchObject([expected]);
      expect(findFaultLines()).toEqual([]);
    },
  );
});
