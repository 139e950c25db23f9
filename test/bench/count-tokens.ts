import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { AnyClient, ToolResult } from '../../scripts/lib/mcp-clients.ts';

type Tools = Awaited<ReturnType<AnyClient['listTools']>>['tools'];

/** Tokens (o200k) of the text blocks of a result. */
export function resultTokens({ content }: ToolResult): number {
  return encode(content.map((block) => block.text ?? '').join('\n')).length;
}

/** Tokens (o200k) of the members of `tools/list` that clients give to a model: no output schemas. */
export function catalogTokens(tools: Tools): number {
  const shown = tools.map(({ name, title, description, inputSchema }) => ({
    name,
    title,
    description,
    inputSchema,
  }));
  return encode(JSON.stringify(shown)).length;
}
