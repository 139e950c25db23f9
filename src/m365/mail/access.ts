import type { AreaLevel, GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { requireOwner } from '../mailbox-owner.ts';
import type { M365Context } from '../resource.ts';
import { type MailQuery, isEmailAddress } from './query.ts';

type MailContext = Pick<M365Context, 'graph' | 'granted' | 'caller'>;

const areas = { own: 'mail', others: 'sharedMail', othersPurpose: "Another user's mailbox" } as const;

/** Whether bodies, previews and attachments of a mailbox can be read, rather than only metadata. */
export function canReadWholeMail(granted: GrantedPermissions, owner: string | undefined): boolean {
  return owner !== undefined || granted.level('mail') === 'full';
}

/**
 * Checks the permission to read messages. Returns whether their bodies can be read, rather than only their metadata.
 * @param least `reduced` if metadata is all that is requested
 * @throws AppError `permission_missing`
 */
export async function requireMail(
  context: MailContext,
  owner: string | undefined,
  least: AreaLevel = context.granted.level('mail') ?? 'full',
): Promise<boolean> {
  await requireOwner(owner, context, { ...areas, purpose: 'Reading mail' }, least);
  return canReadWholeMail(context.granted, owner);
}

/** Checks the permission to read attachments. @throws AppError `permission_missing` */
export async function requireMailAttachments(context: MailContext, owner: string | undefined): Promise<void> {
  await requireOwner(owner, context, { ...areas, purpose: 'Reading attachments' });
}

/** Checks the permission to search by these criteria. @throws AppError `permission_missing` */
export async function requireMailSearch(
  input: {
    readonly owner: string | undefined;
    readonly text: string | undefined;
    readonly sender?: string | undefined;
    readonly recipient?: string | undefined;
    readonly order: MailQuery['order'];
  },
  context: MailContext,
): Promise<void> {
  const searchesText =
    input.text !== undefined ||
    input.recipient !== undefined ||
    input.order === 'relevance' ||
    !isEmailAddress(input.sender);
  if (!searchesText) return void (await requireMail(context, input.owner));
  await requireOwner(input.owner, context, { ...areas, purpose: 'Searching the text of mail' });
}
