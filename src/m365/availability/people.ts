import { z } from 'zod';
import { directorySearch } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { ToolContext } from '../../tools/define-tool.ts';
import { formatAddress } from '../format.ts';
import type { Person } from './schedules.ts';

/** A name that fits nobody, or several people: it is for the person to say who is meant. */
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

/** Addresses as they are; names looked up in the directory, all in one round trip. */
export async function resolvePeople(
  entries: readonly { readonly text: string; readonly isOptional: boolean }[],
  { graph, granted }: Pick<ToolContext, 'graph' | 'granted'>,
): Promise<{ readonly people: readonly Person[]; readonly unclear: readonly UnclearName[] }> {
  const names = entries.filter(({ text }) => !text.includes('@'));
  if (names.length > 0) granted.require(['User.ReadBasic.All'], 'Finding people by name instead of address');
  const answers = await graph.batch(
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
    const answer = answers[names.findIndex((name) => name.text === text)];
    if (answer instanceof Error) throw answer;
    const found = (answer?.value ?? []).flatMap(({ displayName, mail, userPrincipalName }) => {
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

/** The address of the person who asks. @throws AppError `mailbox_unavailable` where nothing tells it. */
export async function ownAddress({ caller, graph }: Pick<ToolContext, 'caller' | 'graph'>): Promise<string> {
  if (caller.preferredUsername?.includes('@')) return caller.preferredUsername;
  const me = await graph.json({
    path: graphPath`/me`,
    query: { $select: 'displayName,mail,userPrincipalName' },
    schema: user,
  });
  const address = me.mail ?? me.userPrincipalName;
  if (address) return address;
  throw new AppError('mailbox_unavailable', 'This account has no address, and so no calendar.');
}
