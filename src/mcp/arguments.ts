import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { resolveDateRange } from '../time/date-range.ts';
import { createZone } from '../time/time-zone.ts';
import type { ToolDefinition } from '../tools/define-tool.ts';
import type { CatalogTool } from './catalog.ts';
import type { CursorBinding, CursorSealer } from './cursors.ts';
import { describeIssue, limitCounts, suggestArgument } from './argument-hints.ts';
import { printableExcerpt } from './results.ts';

/** A tool call with validated arguments. */
export interface ToolCall {
  readonly ok: true;
  readonly tool: ToolDefinition<z.ZodObject, unknown>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly binding: CursorBinding;
  /** Contents of the cursor, if the call has one. */
  readonly resume: unknown;
  /** Arguments that were changed, for the model. */
  readonly notes: readonly string[];
}

/** A tool call whose arguments are invalid. */
export interface InvalidCall {
  readonly ok: false;
  readonly reason: AppError;
  readonly tool: ToolDefinition<z.ZodObject, unknown>;
}

export type PreparedCall = ToolCall | InvalidCall;

/** Validates the arguments of a tool call. Invalid arguments cost neither a token exchange nor a Graph request. */
export async function prepareCall(
  { definition: tool }: CatalogTool,
  args: unknown,
  caller: VerifiedCaller,
  { cursors, clock }: { readonly cursors: CursorSealer; readonly clock: Clock },
): Promise<PreparedCall> {
  const first = tool.input.safeParse(args ?? {});
  const limited = first.success ? undefined : limitCounts(tool.input, args ?? {});
  const parsed = limited ? tool.input.safeParse(limited.args) : first;
  if (!parsed.success) return { ok: false, tool, reason: argumentError(parsed.error, tool.input) };
  const { notes = [] } = limited ?? {};
  const { cursor, ...input } = parsed.data;
  const rangeError = validateDateRange(input, clock.nowMs());
  if (rangeError) return { ok: false, tool, reason: rangeError };
  const query = tool.cursorQuery?.(input) ?? canonicalJson(input);
  const binding: CursorBinding = { caller, tool: tool.name, query };
  if (cursor === undefined) return { ok: true, tool, input, binding, resume: undefined, notes };
  const state = tool.next?.safeParse(
    typeof cursor === 'string' ? await cursors.open(binding, cursor) : undefined,
  );
  if (state?.success) return { ok: true, tool, input, binding, resume: state.data, notes };
  return {
    ok: false,
    tool,
    reason: new AppError(
      'invalid_cursor',
      '`cursor` does not belong to this search. Repeat the search with exactly the same arguments, or omit the cursor.',
      { argument: 'cursor' },
    ),
  };
}

/** JSON with sorted object members, so that equal arguments give equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

const dateRange = z.object({
  afterDateTime: z.string().optional(),
  beforeDateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

/** The westernmost and easternmost time zones, and one between: together they cover every current calendar day. */
const sampleZones = ['Etc/GMT+12', 'UTC', 'Etc/GMT-14'];

/**
 * The error of a date range that is empty in every time zone, or in the one given. The user's own time zone is not known
 * yet: a range that is empty only there is rejected later.
 */
export function validateDateRange(
  input: Readonly<Record<string, unknown>>,
  nowMs: number,
): AppError | undefined {
  const { data } = dateRange.safeParse(input);
  if (data?.afterDateTime === undefined || data.beforeDateTime === undefined) return undefined;
  const zones = data.timeZone === undefined ? sampleZones : [data.timeZone];
  const errors = zones.flatMap((name) => dateRangeError(data, name, nowMs) ?? []);
  return errors.length === zones.length ? errors.at(Math.floor(zones.length / 2)) : undefined;
}

function dateRangeError(
  range: z.output<typeof dateRange>,
  zone: string,
  nowMs: number,
): AppError | undefined {
  try {
    resolveDateRange(range, { zone: createZone(zone), nowMs });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** The error of the first invalid argument. It names the argument and does not repeat its value. */
function argumentError(error: z.ZodError, input: z.ZodObject): AppError {
  const [first] = error.issues;
  // A missing argument is often the unknown one under another name.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? first;
  if (issue?.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    const argument = printableExcerpt(name);
    const suggestion = suggestArgument(name, Object.keys(input.shape));
    const advice = suggestion === undefined ? 'Omit it.' : `Did you mean \`${suggestion}\`?`;
    return new AppError('invalid_argument', `Unknown argument \`${argument}\`. ${advice}`, { argument });
  }
  const argument = printableExcerpt(issue?.path.map(String).join('.') || 'arguments');
  return new AppError('invalid_argument', `\`${argument}\`${describeIssue(issue, argument)}.`, { argument });
}
