import { type ObjectFault, type ObjectId, faultPath } from './object-fault.ts';
import type { FaultSession } from './run-fault.ts';

type ObjectOwner = Pick<FaultSession, 'connector' | 'tenantId' | 'objectId'>;

/** Injects a fault into a Durable Object of a user or tenant. Resolves to the rows of a query. */
export async function injectObjectFault(
  { connector, tenantId, objectId }: ObjectOwner,
  binding: ObjectId['binding'],
  fault: ObjectFault,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const name = binding === 'TENANT_POLICY' ? `v1/${tenantId}` : `v1/${tenantId}/${objectId}`;
  const response = await fetch(connector.simulation.url + faultPath, {
    method: 'POST',
    body: JSON.stringify({ binding, name, trouble: fault }),
  });
  return (await response.json()) as readonly Readonly<Record<string, unknown>>[];
}

/** Runs SQL in the vault of a user. */
export const runVaultSql = (session: ObjectOwner, query: string) =>
  injectObjectFault(session, 'TOKEN_VAULT', { kind: 'sql', query });

/** The sealed entries of a vault in hexadecimal, newest last. */
export async function readSealedEntries(
  session: ObjectOwner,
): Promise<readonly { rowId: string; sealed: string }[]> {
  const rows = await runVaultSql(
    session,
    'SELECT hex(row_id) AS "rowId", hex(sealed) AS sealed FROM entry ORDER BY expires_at_ms',
  );
  return rows as unknown as readonly { rowId: string; sealed: string }[];
}

/** Replaces the only entry of a vault. */
export async function replaceSealedEntry(
  session: ObjectOwner,
  change: (sealed: string) => string,
): Promise<void> {
  const [entry] = await readSealedEntries(session);
  await runVaultSql(session, `UPDATE entry SET sealed = x'${change(entry?.sealed ?? '')}'`);
}
