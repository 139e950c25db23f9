import { Hono } from 'hono';
import type { ClientCredentialSource } from '../entra/client-credential.ts';
import { federatedKeySet, federatedMetadata } from '../entra/federation.ts';

/**
 * The OpenID metadata and keys of the connector as issuer of its own client assertions. Entra fetches both when an
 * assertion names an unknown key. Other credentials have no routes.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export function createFederationRoutes(credential: ClientCredentialSource): Hono {
  const routes = new Hono();
  if (credential.kind !== 'federated') return routes;
  const { federation } = credential;
  const cached = { 'cache-control': 'public, max-age=300' };
  const metadata = federatedMetadata(federation);
  routes.get('/fic/.well-known/openid-configuration', (c) => c.json(metadata, 200, cached));
  routes.get('/fic/keys', async (c) => c.json(await federatedKeySet(federation), 200, cached));
  return routes;
}
