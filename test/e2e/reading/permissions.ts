import { afterAll, beforeAll, expect } from 'vitest';
import { contoso } from 'm365-simulator';
import type { AnyClient } from '../../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../../src/tenants/permissions.ts';
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

/**
 * Grants an optional permission for the tests of a file, and opens a client of Megan for each protocol era. The tool is
 * listed only from then on.
 */
export function useOptionalTool(
  connector: Connector,
  permission: string,
  tool: string,
): readonly AnyClient[] {
  const clients: AnyClient[] = [];
  const hasTool = async (client: AnyClient) =>
    (await client.listTools()).tools.some(({ name }) => name === tool);
  beforeAll(async () => {
    const { control } = connector.simulation.tenant;
    control.setGrants(contoso, requestedPermissions);
    const usual = await connector.client('2026-07-28', 'megan');
    expect(await hasTool(usual)).toBe(false);
    await usual.close();
    control.setGrants(contoso, [...requestedPermissions, permission]);
    for (const era of ['2025-11-25', '2026-07-28'] as const) {
      const client = await connector.client(era, 'megan');
      expect(await hasTool(client)).toBe(true);
      clients.push(client);
    }
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
  });
  return clients;
}
