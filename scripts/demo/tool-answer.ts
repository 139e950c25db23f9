import assert from 'node:assert/strict';
import type { AnyClient, ToolAnswer } from '../mcp-clients.ts';

/** Calls a tool that has to work. */
export async function call(
  client: AnyClient,
  name: string,
  args: Record<string, unknown>,
): Promise<ToolAnswer> {
  const answer = await client.callTool({ name, arguments: args });
  assert.notEqual(answer.isError, true, textOf(answer));
  return answer;
}

/** The items of a search. */
export function itemsOf(answer: ToolAnswer): Record<string, unknown>[] {
  return (answer.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}

/** What the model reads of an answer. */
export function textOf(answer: ToolAnswer): string {
  return answer.content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}

/** One line for each item, of the members that a person would look at. */
export function linesOf(answer: ToolAnswer, ...members: readonly string[]): string {
  return itemsOf(answer)
    .map((item) =>
      members.map((member) => JSON.stringify(item[member] ?? '').replaceAll(/^"|"$/g, '')).join('  '),
    )
    .join('\n');
}
