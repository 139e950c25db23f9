import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
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
 * @throws AppError `permission_missing`
 */
export async function requireMail(context: MailContext, owner: string | undefined): Promise<boolean> {
  await requireOwner(owner, context, { ...areas, purpose: 'Reading mail' }, 'reduced');
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
  const purpose = searchesText ? 'Searching the text of mail' : 'Reading mail';
  await requireOwner(input.owner, context, { ...areas, purpose }, searchesText ? 'full' : 'reduced');
}
