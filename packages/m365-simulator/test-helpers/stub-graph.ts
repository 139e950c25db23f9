import type { CreateGraph } from '../graph/core/graph-interface.ts';

/** Stub of Graph that returns the session of the token. Used by tests of Entra. */
export const createStubGraph: CreateGraph = () => ({
  fetch: async (request, { tenantId, objectId, scopes }) =>
    Response.json({ path: new URL(request.url).pathname, tenantId, objectId, scopes: [...scopes] }),
  download: async () => new Response('document'),
});
