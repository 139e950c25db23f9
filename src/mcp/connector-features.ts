import type { Catalogue } from './catalogue.ts';
import { createServer, type ServerIdentity } from './server.ts';
import type { CallServices } from './call-services.ts';
import type { McpFeatures } from './endpoint.ts';
import { prepareCall } from './arguments.ts';
import { createResourceCatalogue } from './resource-catalogue.ts';

/** What the connector serves: the tools of the catalogue, and what they find as resources. */
export function connectorFeatures(
  identity: ServerIdentity,
  catalogue: Catalogue,
  services: CallServices,
): McpFeatures {
  const resources = createResourceCatalogue();
  return {
    toolNames: new Set(catalogue.keys()),
    prepare: async (name, args, caller) => {
      const tool = catalogue.get(name);
      return tool && prepareCall(tool, args, caller, services.cursors, services.clock);
    },
    createServer: (session) => createServer(identity, catalogue, resources, services, session),
  };
}
