import { type ObjectTrouble, type TroubledObject, troublePath } from './object-fault.ts';
import type { FaultWorld } from './run-fault.ts';

type World = Pick<FaultWorld, 'connector' | 'tenantId' | 'objectId'>;

/** Does something to an object of a row's person, or of their organisation. Resolves to the rows of a query. */
export async function order(
  { connector, tenantId, objectId }: World,
  binding: TroubledObject['binding'],
  trouble: ObjectTrouble,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const name = binding === 'TENANT_POLICY' ? `v1/${tenantId}` : `v1/${tenantId}/${objectId}`;
  const response = await fetch(connector.simulation.url + troublePath, {
    method: 'POST',
    body: JSON.stringify({ binding, name, trouble }),
  });
  return (await response.json()) as readonly Readonly<Record<string, unknown>>[];
}

/** Runs SQL in the vault of a row's person. */
export const vaultSql = (world: World, query: string) => order(world, 'TOKEN_VAULT', { does: 'sql', query });

/** The sealed entries of a person's vault, in hexadecimal digits, the newest last. */
export async function sealedEntries(world: World): Promise<readonly { rowId: string; sealed: string }[]> {
  const rows = await vaultSql(
    world,
    'SELECT hex(row_id) AS "rowId", hex(sealed) AS sealed FROM entry ORDER BY rowid',
  );
  return rows as unknown as readonly { rowId: string; sealed: string }[];
}

/** Puts other bytes into a person's only entry. */
export async function reseal(world: World, change: (sealed: string) => string): Promise<void> {
  const [entry] = await sealedEntries(world);
  await vaultSql(world, `UPDATE entry SET sealed = x'${change(entry?.sealed ?? '')}'`);
}
