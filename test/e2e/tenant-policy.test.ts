import { afterEach, describe, expect, it } from 'vitest';
import { contoso, users } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { maxPolicyDelayMs, measurePolicyDelay } from './policy-delay.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = mcpMessage('tools/list');
const listTools = (token: string) => connector.post(list.body, { token, headers: list.headers });

/** Adds a user whose vault has not cached the tenant policy, so that no test waits for ten seconds. */
async function addUser(claims: Record<string, unknown> = {}): Promise<{ token: string; objectId: string }> {
  const [name = ''] = control().addUsers(contoso, 1);
  const token = await connector.token(name, { claims });
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    oid: string;
  };
  return { token, objectId: payload.oid };
}

async function listToolsError(token: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await listTools(token);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the tenant policy', () => {
  const undo: string[] = [];
  afterEach(async () => {
    const patti = createAdministrator(connector.simulation.url);
    await patti.signIn();
    for (const change of undo.splice(0)) await patti.change(change);
  });
  async function changePolicy(change: string, subject: string | undefined, back: string): Promise<void> {
    const patti = createAdministrator(connector.simulation.url);
    await patti.signIn();
    undo.push(back);
    expect((await patti.change(change, subject)).text).toContain('Done.');
  }

  it('disable: returns 403 and names the administrator', async () => {
    const { token } = await addUser();
    await changePolicy('disable', undefined, 'enable');
    expect(await listToolsError(token)).toMatchObject({
      status: 403,
      body: {
        gate: 'administrator',
        who: 'administrator',
        error_description: expect.stringContaining('disabled this connector') as string,
      },
    });
  });

  it('disable: takes effect for an active user within ten seconds', async () => {
    const { token } = await addUser();
    expect((await listTools(token)).status).toBe(200);
    await changePolicy('disable', undefined, 'enable');
    const delayMs = await measurePolicyDelay(async () => (await listTools(token)).status === 200);
    expect(delayMs).toBeLessThanOrEqual(maxPolicyDelayMs);
    expect((await listTools(token)).status).toBe(403);
  });

  it('allow_user: admits the listed users only', async () => {
    const [named, other] = [await addUser(), await addUser()];
    await changePolicy('allow_user', named.objectId, `disallow_user:${named.objectId}`);
    expect((await listTools(named.token)).status).toBe(200);
    expect(await listToolsError(other.token)).toMatchObject({
      status: 403,
      body: {
        gate: 'administrator',
        error_description: expect.stringContaining('you are not among them') as string,
      },
    });
  });

  it('allow_group: admits members only, and explains a token without groups', async () => {
    const group = '90000000-0000-4000-8000-000000000001';
    const [member, other] = [
      await addUser({ groups: [group] }),
      await addUser({ groups: [users.megan.objectId] }),
    ];
    // Overage claims, which Entra sends in place of more than 200 groups.
    const overage = await addUser({
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://graph.microsoft.com/' } },
    });
    await changePolicy('allow_group', group, `disallow_group:${group}`);
    expect((await listTools(member.token)).status).toBe(200);
    expect((await listToolsError(other.token)).body['error_description']).toContain('you are not among them');
    expect((await listToolsError(overage.token)).body['error_description']).toContain(
      'does not contain your groups',
    );
  });

  it('tool_off: removes a tool from tools/list, tools/call and me:///, with the reason', async () => {
    await changePolicy('tool_off:outlook_email_search', undefined, 'tool_on:outlook_email_search');
    const adele = await connector.client('2026-07-28', 'adele');
    expect((await adele.listTools()).tools.map(({ name }) => name)).not.toContain('outlook_email_search');
    const called = await adele.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    expect(called.structuredContent).toMatchObject({
      error: {
        code: 'tool_disabled',
        message: expect.stringContaining('disabled by your organization') as string,
      },
    });
    const me = await adele.callTool({ name: 'read_resource', arguments: { uri: 'me:///' } });
    expect(me.structuredContent).toMatchObject({
      facts: { toolsOff: { outlook_email_search: 'disabled by the organization' } },
    });
    await adele.close();
  });

  it('permission_off: disables a granted permission and the tools that need it', async () => {
    for (const name of ['Mail.Read', 'Mail.Read.Shared']) {
      await changePolicy(`permission_off:${name}`, undefined, `permission_on:${name}`);
    }
    const megan = await connector.client('2026-07-28', 'megan');
    const names = (await megan.listTools()).tools.map(({ name }) => name);
    expect(names).not.toContain('outlook_email_search');
    expect(names).toContain('outlook_calendar_search');
    const read = await megan.callTool({ name: 'read_resource', arguments: { uri: 'mail:///folders/' } });
    expect(read.structuredContent).toMatchObject({
      error: {
        code: 'permission_missing',
        message: expect.stringContaining('disabled in the connector') as string,
      },
    });
    await megan.close();
  });

  it('reread_permissions: a permission revoked in Entra is gone within ten seconds, and nobody signs in again', async () => {
    const [name = ''] = control().addUsers(contoso, 1);
    const client = await connector.client('2025-11-25', name);
    const listsMail = async () =>
      (await client.listTools()).tools.some((tool) => tool.name === 'outlook_email_search');
    expect(await listsMail()).toBe(true);
    try {
      control().setUserGrants(name, ['User.Read', 'Calendars.Read']);
      expect(await listsMail()).toBe(true);
      const patti = createAdministrator(connector.simulation.url);
      await patti.signIn();
      expect((await patti.change('reread_permissions')).text).toContain('Done.');
      expect(await measurePolicyDelay(listsMail)).toBeLessThanOrEqual(maxPolicyDelayMs);
      const { tools } = await client.listTools();
      expect(tools.map((tool) => tool.name)).toContain('outlook_calendar_search');
    } finally {
      control().setUserGrants(name, null);
      await client.close();
    }
  });

  it('revoke_user and revoke_everybody: reject the tokens of one user and of all', async () => {
    const [one, other] = [await addUser(), await addUser()];
    for (const { token } of [one, other]) expect((await listTools(token)).status).toBe(200);
    await changePolicy('revoke_user', one.objectId, 'enable');
    expect((await listTools(one.token)).status).toBe(401);
    expect((await listTools(other.token)).status).toBe(200);
    const { token } = await addUser();
    await changePolicy('revoke_everybody', undefined, 'enable');
    const refused = await listTools(token);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});
