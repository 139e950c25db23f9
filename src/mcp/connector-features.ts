import type { Clock } from '../lib/clock.ts';
import type { Catalogue } from './catalogue.ts';
import { createServer, type ServerIdentity } from './create-server.ts';
import type { CursorSealer } from './cursor-sealer.ts';
import type { McpFeatures } from './mcp-endpoint.ts';
import { prepareCall } from './prepare-call.ts';
import { createResourceCatalogue } from './resource-catalogue.ts';

/** What the connector serves: the tools of the catalogue, and what they find as resources. */
export function connectorFeatures(
  identity: ServerIdentity,
  catalogue: Catalogue,
  cursors: CursorSealer,
  clock: Clock,
): McpFeatures {
  const resources = createResourceCatalogue();
  return {
    toolNames: new Set(catalogue.keys()),
    prepare: async (name, args, caller) => {
      const tool = catalogue.get(name);
      return tool && prepareCall(tool, args, caller, cursors, clock);
    },
    createServer: (session) => createServer(identity, catalogue, resources, cursors, clock, session),
  };
}
