import type { ChatMessage } from './schema.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';

const mostKinds = 10;

/** How people reacted: `(reactions: 👍 2, like 1)`. Empty where nobody did. */
export function chatReactions({ reactions }: ChatMessage): string {
  const counts = new Map<string, number>();
  for (const { reactionType, displayName } of reactions ?? []) {
    const kind = oneLine((reactionType === 'custom' && displayName) || reactionType, 20);
    if (kind !== '') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const shown = [...counts].slice(0, mostKinds).map(([kind, count]) => `${kind} ${count}`);
  return shown.length === 0 ? '' : `(reactions: ${shown.join(', ')})`;
}
