import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mcpMessage, tokenBeginnings, useConnector } from './connector.ts';

const connector = useConnector();
const list = mcpMessage('tools/list');

async function listTools(token: string): Promise<Response> {
  return connector.post(list.body, { token, headers: list.headers });
}

function exchanges(): number {
  return connector.simulation.tenant.control.counts()['token:on_behalf_of'] ?? 0;
}

function databases(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.sqlite'))
    .map((name) => `${folder}/${name}`);
}

describe('the on-behalf-of request', () => {
  it('is sent once for five calls with one token, without offline_access', async () => {
    const token = await connector.token('adele');
    connector.simulation.tenant.control.clearRequests();
    for (let call = 0; call < 5; call += 1) expect((await listTools(token)).status).toBe(200);
    const requests = connector.simulation.tenant.control.requests({ kind: 'token:on_behalf_of' });
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(requests[0])).not.toContain('offline_access');
  });

  it('[entra-7.5] is sent once for each access token of a user', async () => {
    const tokens = await Promise.all([connector.token('patti'), connector.token('patti')]);
    connector.simulation.tenant.control.clearRequests();
    for (const token of tokens) expect((await listTools(token)).status).toBe(200);
    expect(exchanges()).toBe(2);
  });

  it('[entra-7.5] keeps users with the same object id in two tenants apart', async () => {
    const [megan, diego] = await Promise.all([connector.token('megan'), connector.token('diego')]);
    const subject = async (token: string) => {
      const message = mcpMessage('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' } });
      return (await connector.post(message.body, { token, headers: message.headers })).text();
    };
    const [first, second] = await Promise.all([subject(megan), subject(diego)]);
    expect(first).toContain('megan@contoso.example');
    expect(first).not.toContain('fabrikam');
    expect(second).toContain('diego@fabrikam.example');
    expect(second).not.toContain('contoso');
  });
});

describe('a rejected on-behalf-of request', () => {
  it.each<[string, string, string, number]>([['a user who is not assigned', 'pradeep', 'AADSTS50105', 403]])(
    'returns 403 without a challenge and names who must act, for %s',
    async (_name, user, code, status) => {
      const response = await listTools(await connector.token(user));
      expect(response.status).toBe(status);
      expect(response.headers.get('www-authenticate')).toBeNull();
      expect(await response.json()).toMatchObject({
        code,
        who: 'administrator',
        error_description: expect.stringContaining('assign') as string,
      });
    },
  );

  it('is cached, so that 20 calls send one request to Entra', async () => {
    const token = await connector.token('pradeep');
    connector.simulation.tenant.control.clearRequests();
    for (let call = 0; call < 20; call += 1) expect((await listTools(token)).status).toBe(403);
    expect(exchanges()).toBe(1);
  });

  it('[entra-7.8] returns 503, not 401, when the client secret has expired', async () => {
    const { control } = connector.simulation.tenant;
    control.forceError({ at: 'on_behalf_of', code: 7_000_222 });
    const response = await listTools(await connector.token('joni'));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ code: 'AADSTS7000222', who: 'operator' });
  });

  it('never returns error text of Entra to the client', async () => {
    const text = await (await listTools(await connector.token('pradeep'))).text();
    expect(text).not.toMatch(/Timestamp|Correlation ID|error_uri|enterprise application 'M365/);
  });
});

describe('the stored data', () => {
  it('contains no token, permission or name in plain text', async () => {
    const token = await connector.token('megan');
    expect((await listTools(token)).status).toBe(200);
    await connector.simulation.worker.stop();
    const files = databases(connector.simulation.dataFolder);
    await connector.simulation.restart();
    expect(files.length).toBeGreaterThan(0);
    const secrets = [...token.split('.'), ...tokenBeginnings, 'Mail.Read', 'megan@', 'contoso'];
    for (const file of files) {
      const stored = readFileSync(file).toString('latin1');
      expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
    }
  });
});
