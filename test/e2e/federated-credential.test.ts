import { beforeAll, describe, expect, it } from 'vitest';
import { createSelfSignedCertificate } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';

const [current, next] = await Promise.all([
  createSelfSignedCertificate(Date.now()),
  createSelfSignedCertificate(Date.now()),
]);
const connector = useConnector({
  SERVER_APP_SECRET: '',
  SERVER_APP_FEDERATED_KEY: `${current.privateKeyPem}\n${next.privateKeyPem}`,
});
const list = mcpMessage('tools/list');
const audiences = ['api://AzureADTokenExchange'];
const subject = 'm365-mcp-connector-server';

const listTools = async (user: string): Promise<Response> =>
  connector.post(list.body, { token: await connector.token(user), headers: list.headers });

const trust = (credential: { issuer?: string; subject?: string; audiences?: readonly string[] }) => {
  const issuer = `${connector.simulation.url}/fic`;
  return connector.simulation.tenant.control.updateApplication({
    app: 'server',
    secrets: [],
    federatedCredentials: [{ issuer, subject, audiences, ...credential }],
  });
};

describe('SERVER_APP_FEDERATED_KEY', () => {
  beforeAll(() => trust({}));

  it('authenticates on-behalf-of requests with an assertion that Entra verifies by GET /fic/keys', async () => {
    expect((await listTools('megan')).status).toBe(200);
    const [exchange] = connector.simulation.tenant.control.requests({ kind: 'token:on_behalf_of' });
    expect(JSON.stringify(exchange)).toContain('client_assertion');
  });

  it('publishes the public part of both keys', async () => {
    const response = await fetch(`${connector.simulation.url}/fic/keys`);
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
  });

  it.each([
    ['another issuer', 'adele', { issuer: 'https://other.example/fic' }],
    ['another subject', 'alex', { subject: 'm365-mcp-connector-client' }],
    ['the audience of another cloud', 'diego', { audiences: ['api://AzureADTokenExchangeChina'] }],
  ])('returns 503 for the operator when the federated credential names %s', async (_, user, credential) => {
    await trust(credential);
    const response = await listTools(user);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'AADSTS70021', who: 'operator' });
  });
});
