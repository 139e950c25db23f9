import { z } from 'zod';
import { graphPath, isValidSegment, mailboxOwner } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import type { AreaId } from '../tenants/areas.ts';
import type { AreaLevel } from '../tenants/granted-permissions.ts';
import { type Candidate, formatCandidate, guessNote, isMe, resolvePeople } from './people/resolve.ts';
import type { M365Context } from './resource.ts';
import { nullishString } from '../graph/nullish.ts';

const addresses = z.object({
  mail: nullishString,
  userPrincipalName: nullishString,
  proxyAddresses: z.array(z.string()).nullish(),
});

/** The owner of a mailbox or calendar. */
interface Owner {
  /** Undefined for the signed-in user. */
  readonly address: string | undefined;
  readonly note?: string | undefined;
}

/**
 * The owner that an address, an object id or a name means.
 * @throws AppError `invalid_argument` for a name that nobody has, or with the candidates for one that several have
 */
export async function resolveOwner(
  text: string | undefined,
  argument: string,
  context: Pick<M365Context, 'graph' | 'granted' | 'caller' | 'isExternal'>,
): Promise<Owner> {
  if (text === undefined || isMe(text)) return { address: undefined };
  const isAddress = isValidSegment(mailboxOwner, text);
  const [found] = isAddress ? [] : await resolvePeople([text], context);
  if (found && !found.ok) throw ownerError(found.candidates, argument);
  const address = found ? (found.people[0]?.address ?? '') : text;
  const isOwn = address.toLowerCase() === context.caller.preferredUsername?.toLowerCase();
  return { address: isOwn ? undefined : address, note: found && guessNote(found) };
}

const maxListed = 5;

function ownerError(candidates: readonly Candidate[], argument: string): AppError {
  const reason =
    candidates.length === 0
      ? 'nobody in the directory has this name'
      : `the name fits ${candidates.slice(0, maxListed).map(formatCandidate).join('; ')}`;
  return new AppError('invalid_argument', `\`${argument}\`: ${reason}. Give an address.`, { argument });
}

/** The areas of the user's own mailbox or calendar and of those of others. */
interface OwnerAreas {
  readonly own: AreaId;
  readonly others: AreaId;
  /** The purpose that requires the permission, for errors. */
  readonly purpose: string;
  readonly othersPurpose: string;
}

/**
 * Checks the area of a mailbox or calendar. Graph accepts the permission for shared mailboxes for the own mailbox too,
 * so an owner is compared with the addresses of the user unless the own area is open.
 * @param least the least level of the own area
 * @throws AppError `permission_missing`
 */
export async function requireOwner(
  owner: string | undefined,
  context: Pick<M365Context, 'graph' | 'granted' | 'caller'>,
  { own, others, purpose, othersPurpose }: OwnerAreas,
  least?: AreaLevel,
): Promise<void> {
  const { granted } = context;
  if (owner === undefined) {
    granted.require(own, purpose, least);
    return;
  }
  granted.require(others, othersPurpose);
  if (granted.level(own) !== 'full' && (await isOwnAddress(owner, context))) granted.require(own, purpose);
}

async function isOwnAddress(
  owner: string,
  { graph, granted, caller }: Pick<M365Context, 'graph' | 'granted' | 'caller'>,
): Promise<boolean> {
  const isSame = (text: string | null | undefined): boolean => text?.toLowerCase() === owner.toLowerCase();
  if (isSame(caller.preferredUsername) || isSame(caller.objectId)) return true;
  granted.require('profile', 'Telling mailboxes of others from your own');
  const me = await graph.json({
    path: graphPath`/me`,
    query: { $select: 'mail,userPrincipalName,proxyAddresses' },
    schema: addresses,
  });
  const aliases = (me.proxyAddresses ?? []).map((address) => address.replace(/^smtp:/i, ''));
  return [me.mail, me.userPrincipalName, ...aliases].some(isSame);
}
