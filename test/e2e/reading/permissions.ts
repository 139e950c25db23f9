import type { AnyClient } from '../../../scripts/lib/mcp-clients.ts';
import type { Connector } from '../connector.ts';

/** Runs `use` with a client of Megan that has only these permissions, and then restores the permissions. */
export async function withPermissions<T>(
  connector: Connector,
  permissions: readonly string[],
  use: (client: AnyClient) => Promise<T>,
): Promise<T> {
  const { control } = connector.simulation.tenant;
  control.setUserGrants('megan', permissions);
  const client = await connector.client('2026-07-28', 'megan');
  try {
    return await use(client);
  } finally {
    await client.close();
    control.setUserGrants('megan', null);
  }
}
