import { z } from 'zod';
import { graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatCandidate, guessNote, isMe, resolvePeople } from '../people/resolve.ts';
import type { M365Context } from '../resource.ts';
import type { Person } from './schedules.ts';
import { nullishString } from '../../graph/nullish.ts';

/** A name with no match or several matches in the directory. */
interface UnclearName {
  readonly name: string;
  readonly candidates: readonly string[];
}

/** Participants by names, addresses, `my manager` or `my reports`; `me` is left out. */
export async function resolveParticipants(
  entries: readonly { readonly text: string; readonly isOptional: boolean }[],
  context: M365Context,
): Promise<{
  readonly people: readonly Person[];
  readonly unclear: readonly UnclearName[];
  readonly notes: readonly (string | undefined)[];
}> {
  const others = entries.filter(({ text }) => !isMe(text));
  const names = await resolvePeople(
    others.map(({ text }) => text),
    context,
  );
  return {
    people: names.flatMap((resolved, index): readonly Person[] => {
      const isOptional = others[index]?.isOptional === true;
      if (!resolved.ok) return [];
      return resolved.people.map(({ name, address }) => ({ name: name || undefined, address, isOptional }));
    }),
    unclear: names.flatMap((resolved) =>
      resolved.ok ? [] : [{ name: resolved.text, candidates: resolved.candidates.map(formatCandidate) }],
    ),
    notes: names.map((resolved) => (resolved.ok ? guessNote(resolved) : undefined)),
  };
}

const user = z.object({ mail: nullishString, userPrincipalName: nullishString });

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
