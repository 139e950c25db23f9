import { z } from 'zod';
import type { GraphClient } from '../graph/client.ts';
import { graphPath, guidSegment } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { isGuid } from '../lib/guid.ts';
import { nullishString } from '../graph/nullish.ts';

/** A user or group of the directory. */
export interface DirectoryObject {
  readonly id: string;
  readonly name: string;
}

/** The result of a lookup. `not_permitted`: the connector lacks the permission to read this kind. */
export type DirectoryResult =
  | ({ readonly ok: true } & DirectoryObject)
  | { readonly ok: false; readonly reason: 'not_found' | 'ambiguous' | 'not_permitted' | 'unavailable' };

const objectSchema = z.object({
  id: z.string().refine(isGuid),
  displayName: nullishString,
  userPrincipalName: nullishString,
});
const listSchema = z.object({ value: z.array(objectSchema) });
const eventual = { consistencylevel: 'eventual' };

/**
 * Finds the user or group that an administrator typed, with the administrator's own permissions. A name has to be that
 * of one object.
 * @param text name, address or object id
 */
export async function lookUp(
  graph: GraphClient,
  kind: 'user' | 'group',
  text: string,
): Promise<DirectoryResult> {
  try {
    const found = kind === 'user' ? await findUsers(graph, text) : await findGroups(graph, text);
    const [one, ...others] = found;
    if (!one) return { ok: false, reason: 'not_found' };
    if (others.length > 0) return { ok: false, reason: 'ambiguous' };
    const { id, displayName, userPrincipalName } = one;
    const address = userPrincipalName ? ` (${userPrincipalName})` : '';
    return { ok: true, id, name: `${displayName ?? id}${address}` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'not_found') return { ok: false, reason: 'not_found' };
    const isDenied = error.code === 'access_denied' || error.code === 'permission_missing';
    return { ok: false, reason: isDenied ? 'not_permitted' : 'unavailable' };
  }
}

type Found = readonly z.infer<typeof objectSchema>[];

async function findUsers(graph: GraphClient, text: string): Promise<Found> {
  const select = { $select: 'id,displayName,userPrincipalName' };
  const id = text.toLowerCase();
  if (isGuid(id)) {
    return [
      await graph.json({ path: graphPath`/users/${guidSegment(id)}`, query: select, schema: objectSchema }),
    ];
  }
  const quoted = text.replaceAll("'", "''");
  const filter = text.includes('@')
    ? `userPrincipalName eq '${quoted}' or mail eq '${quoted}'`
    : `displayName eq '${quoted}'`;
  const query = { ...select, $filter: filter, $top: 2 };
  return (await graph.json({ path: graphPath`/users`, query, schema: listSchema })).value;
}

async function findGroups(graph: GraphClient, text: string): Promise<Found> {
  const select = { $select: 'id,displayName' };
  const id = text.toLowerCase();
  if (isGuid(id)) {
    return [
      await graph.json({ path: graphPath`/groups/${guidSegment(id)}`, query: select, schema: objectSchema }),
    ];
  }
  const quoted = text.replaceAll("'", "''");
  const filter = `displayName eq '${quoted}' or mail eq '${quoted}'`;
  const query = { ...select, $filter: filter, $top: 2 };
  return (await graph.json({ path: graphPath`/groups`, query, headers: eventual, schema: listSchema })).value;
}
