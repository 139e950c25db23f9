import { z } from 'zod';
import { directorySearch } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatAddress } from '../addresses.ts';
import type { M365Context } from '../resource.ts';
import type { Person } from './schedules.ts';

/** A name with no match or several matches in the directory. */
export interface UnclearName {
  readonly name: string;
  readonly candidates: readonly string[];
}

const user = z.object({
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const maxCandidates = 10;

/** Resolves names in the directory, all in one batch. Addresses are kept. */
export async function resolvePeople(
  entries: readonly { readonly text: string; readonly isOptional: boolean }[],
  { graph, granted }: Pick<M365Context, 'graph' | 'granted'>,
): Promise<{ readonly people: readonly Person[]; readonly unclear: readonly UnclearName[] }> {
  const names = entries.filter(({ text }) => !text.includes('@'));
  if (names.length > 0) granted.require('people', 'Finding people by name instead of address');
  const responses = await graph.batch(
    names.map(({ text }) => ({
      path: graphPath`/users`,
      query: {
        $search: directorySearch(['displayName', 'mail'], text, 'participants'),
        $select: 'displayName,mail,userPrincipalName',
        $top: maxCandidates,
      },
      headers: { ConsistencyLevel: 'eventual' },
      schema: listPage(user),
    })),
  );
  const unclear: UnclearName[] = [];
  const people = entries.flatMap(({ text, isOptional }): Person[] => {
    if (text.includes('@')) return [{ address: text, isOptional }];
    const response = responses[names.findIndex((name) => name.text === text)];
    if (response instanceof Error) throw response;
    const found = (response?.value ?? []).flatMap(({ displayName, mail, userPrincipalName }) => {
      const address = mail ?? userPrincipalName;
      return address ? [{ name: displayName ?? '', address }] : [];
    });
    const exact = found.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
    const [only, second] = exact.length > 0 ? exact : found;
    if (only && !second) return [{ ...only, isOptional }];
    unclear.push({ name: text, candidates: found.map(formatAddress) });
    return [];
  });
  return { people, unclear };
}

/** The user's own address. @throws AppError `mailbox_unavailable` for an account without an address */
export async function getOwnAddress({
  caller,
  graph,
}: Pick<M365Context, 'caller' | 'graph'>): Promise<string> {
  if (caller.preferredUsername?.includes('@')) return caller.preferredUsername;
  const me = await graph.json({
    path: graphPath`/me`,
    query: { $select: 'displayName,mail,userPrincipalName' },
    schema: user,
  });
  const address = me.mail ?? me.userPrincipalName;
  if (address) return address;
  throw new AppError('mailbox_unavailable', 'This account has no e-mail address and therefore no calendar.');
}
