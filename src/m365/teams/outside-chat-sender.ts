import type { VerifiedCaller } from '../../entra/caller.ts';
import { isOutsideSender } from '../external-sender.ts';
import type { ChatMessage } from './schema.ts';

/** Kinds of people of the own organisation, or such as Graph does not tell from them. */
const inside = new Set(['aadUser', 'onPremiseAadUser', 'unknownFutureValue']);

/**
 * Whether a message is by somebody of another organisation, or of none. Undefined where Graph does not tell.
 * @see https://learn.microsoft.com/graph/api/resources/teamworkuseridentity
 */
export function isOutsideChatSender({ from }: ChatMessage, caller: VerifiedCaller): boolean | undefined {
  const { user, emailAddress } = from ?? {};
  if (user?.tenantId) return user.tenantId.toLowerCase() !== caller.tenantId;
  if (user?.userIdentityType) return inside.has(user.userIdentityType) ? undefined : true;
  return isOutsideSender(emailAddress?.address ?? '', caller);
}
