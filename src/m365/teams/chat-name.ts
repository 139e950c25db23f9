import type { Chat } from './chat.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';

const mostNames = 4;

/** What a chat is called: its topic, or who else is in it. Empty where neither can be seen. */
export function chatName(
  { topic, members }: Pick<Chat, 'topic' | 'members'>,
  caller: VerifiedCaller,
): string {
  if (topic) return oneLine(topic, 100);
  const others = (members ?? []).filter(({ userId }) => userId !== caller.objectId);
  const names = others.map(({ displayName, email }) => oneLine(displayName || email, 60)).filter(Boolean);
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
