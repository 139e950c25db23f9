import { Hono } from 'hono';
import { type FederatedIssuer, federatedKeySet, federatedMetadata } from '../entra/federation.ts';

/** What the connector says of itself as an issuer. */
export interface FederationServices {
  /** Undefined where the server application proves itself otherwise. */
  readonly federatedIssuer: FederatedIssuer | undefined;
}

/** Entra fetches both when an assertion names a key that it does not know. */
export function federationRoutes({ federatedIssuer }: FederationServices): Hono {
  const routes = new Hono();
  if (!federatedIssuer) return routes;
  const cached = { 'cache-control': 'public, max-age=300' };
  const metadata = federatedMetadata(federatedIssuer);
  routes.get('/fic/.well-known/openid-configuration', (c) => c.json(metadata, 200, cached));
  routes.get('/fic/keys', async (c) => c.json(await federatedKeySet(federatedIssuer), 200, cached));
  return routes;
}
