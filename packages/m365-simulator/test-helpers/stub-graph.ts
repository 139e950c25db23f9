import type { CreateGraph } from '../graph/core/graph-interface.ts';

/** A Graph that only says whose token it was given: enough to test the Entra side. */
export const createStubGraph: CreateGraph = () => ({
  fetch: async (request, { tenantId, objectId, scopes }) =>
    Response.json({ path: new URL(request.url).pathname, tenantId, objectId, scopes: [...scopes] }),
  download: async () => new Response('document'),
});
