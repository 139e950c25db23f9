import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock-part.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { ToolDefinition } from '../tools/define-tool.ts';
import { argumentError } from './argument-error.ts';
import type { CatalogueTool } from './catalogue.ts';
import type { CursorBinding, CursorSealer } from './cursor-sealer.ts';
import { emptySpan } from './empty-span.ts';

/** A tool call whose arguments are good, or the reason why they are not. */
export type PreparedCall =
  | {
      readonly tool: ToolDefinition<z.ZodObject, unknown>;
      readonly input: Readonly<Record<string, unknown>>;
      readonly binding: CursorBinding;
      /** What the cursor held, where one was given. */
      readonly resume: unknown;
    }
  | { readonly tool: ToolDefinition<z.ZodObject, unknown>; readonly error: AppError };

/**
 * Judges the arguments of a `tools/call` before anything leaves: a call that is refused here costs neither an exchange
 * nor a request to Graph.
 */
export async function prepareCall(
  { definition: tool }: CatalogueTool,
  args: unknown,
  caller: VerifiedCaller,
  cursors: CursorSealer,
  clock: Clock,
): Promise<PreparedCall> {
  const parsed = tool.input.safeParse(args ?? {});
  if (!parsed.success) return { tool, error: argumentError(parsed.error) };
  const { cursor, ...input } = parsed.data;
  const error = emptySpan(input, clock.nowMs());
  if (error) return { tool, error };
  const binding: CursorBinding = { caller, tool: tool.name, query: canonicalJson(input) };
  if (cursor === undefined) return { tool, input, binding, resume: undefined };
  const state = tool.next?.safeParse(
    typeof cursor === 'string' ? await cursors.open(binding, cursor) : undefined,
  );
  if (state?.success) return { tool, input, binding, resume: state.data };
  return {
    tool,
    error: new AppError(
      'invalid_cursor',
      '`cursor` does not belong to this search. Repeat it with the very arguments of the search that gave it, or leave it out.',
      { argument: 'cursor' },
    ),
  };
}

/** JSON with the members of every object in one order, so that equal arguments give equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
