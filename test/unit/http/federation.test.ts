import { expect, test } from 'vitest';
import { parseFederatedKeys } from '../../../src/entra/federation.ts';
import { createFederationRoutes } from '../../../src/http/federation.ts';
import { pemBlock } from '../entra/der-writer.ts';
import { createRsaKey } from '../entra/rsa-key.ts';

const paths = ['/fic/.well-known/openid-configuration', '/fic/keys'];

test('GET /fic/*: returns cacheable metadata and public keys for a federated credential', async () => {
  const keys = parseFederatedKeys(pemBlock('PRIVATE KEY', (await createRsaKey('key')).pkcs8));
  const routes = createFederationRoutes({
    kind: 'federated',
    federation: { issuer: 'https://mcp.example.com/fic', keys },
    audience: 'api://AzureADTokenExchange',
  });
  const responses = await Promise.all(paths.map(async (path) => routes.request(path)));
  expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  expect(responses.map(({ headers }) => headers.get('cache-control'))).toEqual(
    Array(2).fill('public, max-age=300'),
  );
  const [metadata, set] = (await Promise.all(responses.map((response) => response.json()))) as [
    Record<string, unknown>,
    { keys: Record<string, unknown>[] },
  ];
  expect(metadata['jwks_uri']).toBe('https://mcp.example.com/fic/keys');
  expect(Object.keys(set.keys[0] ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test.each(paths)('GET %s returns 404 without a federated credential', async (path) => {
  expect((await createFederationRoutes({ kind: 'secret', secret: 'x' }).request(path)).status).toBe(404);
});
