import { beforeEach, describe, expect, it } from 'vitest';
import { contoso, fabrikam } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector({ ALLOWED_TENANTS: contoso });
const control = () => connector.simulation.tenant.control;
const list = mcpMessage('tools/list');
const listTools = (token: string) => connector.post(list.body, { token, headers: list.headers });

async function listToolsError(token: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await listTools(token);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

beforeEach(() => control().reset());

describe('ALLOWED_TENANTS', () => {
  it('returns 403 and names the operator for a user of a tenant that is not enabled', async () => {
    const { status, body } = await listToolsError(await connector.token('diego'));
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: 'access_denied', gate: 'operator', who: 'operator' });
    expect(body['error_description']).toContain('Your organization is not enabled');
  });

  it('returns the same 401 for a forged token, whatever tenant it claims', async () => {
    const answers = await Promise.all(
      [contoso, fabrikam, '11111111-0000-4000-8000-000000000000'].map(async (tid) => {
        const iss = `https://login.microsoftonline.com/${tid}/v2.0`;
        const token = await connector.token('megan', { claims: { tid, iss }, key: 'consumer' });
        const response = await listTools(token);
        return { status: response.status, body: await response.text() };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });
});

describe('the enterprise applications of the tenant', () => {
  it.each<[string, () => void, string]>([
    [
      'the server application is missing',
      () => control().updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'missing' }),
      'AADSTS700016',
    ],
    [
      'the server application is disabled',
      () => control().updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'disabled' }),
      'AADSTS7000112',
    ],
    ['no permission is consented', () => control().setGrants(contoso, []), 'AADSTS65001'],
    ['the user is not assigned', () => control().updateUser('adele', { assignedTo: [] }), 'AADSTS50105'],
  ])('return 403 and name the administrator when %s', async (_case, prepare, code) => {
    const token = await connector.token('adele');
    prepare();
    const { status, body } = await listToolsError(token);
    expect(status).toBe(403);
    expect(body).toMatchObject({ gate: 'administrator', code });
  });
});
