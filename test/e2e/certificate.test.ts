import { beforeAll, describe, expect, it } from 'vitest';
import { createSelfSignedCertificate } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';

const { certificatePem, privateKeyPem } = await createSelfSignedCertificate(Date.now());
const connector = useConnector({
  SERVER_APP_SECRET: '',
  SERVER_APP_CERTIFICATE: `${certificatePem}\n${privateKeyPem}`,
});
const list = mcpMessage('tools/list');

async function listTools(user: string): Promise<Response> {
  return connector.post(list.body, { token: await connector.token(user), headers: list.headers });
}

describe('SERVER_APP_CERTIFICATE', () => {
  beforeAll(async () => {
    await connector.simulation.tenant.control.updateApplication({
      app: 'server',
      certificates: [certificatePem],
      secrets: [],
    });
  });

  it('authenticates on-behalf-of requests with a signed client assertion', async () => {
    expect((await listTools('megan')).status).toBe(200);
    const [exchange] = connector.simulation.tenant.control.requests({ kind: 'token:on_behalf_of' });
    expect(JSON.stringify(exchange)).toContain('client_assertion');
    expect(JSON.stringify(exchange)).not.toContain('client_secret');
  });

  it('returns 503 for the operator when Entra does not know the certificate', async () => {
    const other = await createSelfSignedCertificate(Date.now());
    await connector.simulation.tenant.control.updateApplication({
      app: 'server',
      certificates: [other.certificatePem],
    });
    const response = await listTools('adele');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'AADSTS700027', who: 'operator' });
  });
});
