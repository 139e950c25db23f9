import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { resolveDateRange } from '../time/date-range.ts';
import { createZone } from '../time/time-zone.ts';
import type { ToolDefinition } from '../tools/define-tool.ts';
import type { CatalogTool } from './catalog.ts';
import type { CursorBinding, CursorSealer } from './cursors.ts';
import { printableExcerpt } from './results.ts';

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
  { definition: tool }: CatalogTool,
  args: unknown,
  caller: VerifiedCaller,
  cursors: CursorSealer,
  clock: Clock,
): Promise<PreparedCall> {
  const parsed = tool.input.safeParse(args ?? {});
  if (!parsed.success) return { tool, error: argumentError(parsed.error) };
  const { cursor, ...input } = parsed.data;
  const error = validateDateRange(input, clock.nowMs());
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

const span = z.object({
  afterDateTime: z.string().optional(),
  beforeDateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

/** The most western and most eastern clocks that there are, and one between: between them they show every day there is now. */
const everywhere = ['Etc/GMT+12', 'UTC', 'Etc/GMT-14'];

/**
 * What is wrong with dates of which none can lie between, wherever the person is: what the person's zone decides is
 * judged when it is known. Undefined where nothing is.
 */
export function validateDateRange(
  input: Readonly<Record<string, unknown>>,
  nowMs: number,
): AppError | undefined {
  const { data } = span.safeParse(input);
  if (data?.afterDateTime === undefined || data.beforeDateTime === undefined) return undefined;
  const zones = data.timeZone === undefined ? everywhere : [data.timeZone];
  const faults = zones.flatMap((name) => faultOf(data, name, nowMs) ?? []);
  return faults.length === zones.length ? faults.at(Math.floor(zones.length / 2)) : undefined;
}

function faultOf(range: z.output<typeof span>, zone: string, nowMs: number): AppError | undefined {
  try {
    resolveDateRange(range, { zone: createZone(zone), nowMs });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** The first fault of a tool's arguments, in words that name the argument. Values are not repeated. */
function argumentError(error: z.ZodError): AppError {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const argument = printableExcerpt(issue.keys[0] ?? '');
    return new AppError('invalid_argument', `There is no argument \`${argument}\`. Leave it out.`, {
      argument,
    });
  }
  const argument = printableExcerpt(issue?.path.map(String).join('.') || 'arguments');
  const fault = issue?.message ?? 'not valid';
  // What a check of our own found wrong begins with the name of the argument already.
  const rest = fault.startsWith(`${argument} `) ? fault.slice(argument.length) : `: ${fault}`;
  return new AppError('invalid_argument', `\`${argument}\`${rest}.`, { argument });
}
