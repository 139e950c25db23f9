import type { CallToolResult } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { encodeBase64Url } from '../lib/base64url.ts';
import type { Clock } from '../lib/clock.ts';
import { compact } from '../lib/compact.ts';
import { sha256 } from '../lib/sha256.ts';
import type { ToolContext, ToolDefinition, ToolResult } from '../tools/define-tool.ts';
import { argumentError } from './argument-error.ts';
import type { CursorBinding, McpSession } from './mcp-session.ts';
import { mailboxTimeZone } from './mailbox-time-zone.ts';
import { toolErrorResult, toolResult } from './tool-result.ts';

const callTimeoutMs = 25_000;

/**
 * Runs one tool for one person: checks the arguments, opens the cursor, runs, seals the next cursor, shapes the answer
 * and writes the audit event. Every failure becomes a result that a model can act on.
 */
export async function callTool(
  tool: ToolDefinition<z.ZodObject, unknown>,
  args: unknown,
  session: McpSession,
  clock: Clock,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const timeout = AbortSignal.timeout(callTimeoutMs);
  const graph = session.graph(AbortSignal.any([signal, timeout]));
  session.audit.note({ operation: 'tools/call', tool: tool.name });
  try {
    const parsed = tool.input.safeParse(args ?? {});
    if (!parsed.success) throw argumentError(parsed.error);
    if (!session.isToolOn(tool.name)) {
      throw new AppError('tool_disabled', `The tool ${tool.name} is switched off for this connection.`);
    }
    const { cursor, ...input } = parsed.data;
    if (typeof input['uri'] === 'string') session.audit.note(await resourceFacts(input['uri']));
    const binding: CursorBinding = { caller: session.caller, tool: tool.name, query: canonicalJson(input) };
    const resume = cursor === undefined ? undefined : await openCursor(tool, binding, cursor, session);
    session.granted.require(tool.permissions, `The tool ${tool.name}`);
    const context: ToolContext = {
      graph,
      signal,
      clock,
      caller: session.caller,
      granted: session.granted,
      isToolOn: session.isToolOn,
      timeZone: () => mailboxTimeZone(session, graph),
    };
    const result = await tool.run(input, context, resume);
    const structured = await shape(result, binding, session);
    session.audit.note({ graphRequestIds: graph.requestIds });
    session.audit.conclude('ok', 200);
    return toolResult(structured, result.content);
  } catch (error) {
    const failure = timeout.aborted && !(error instanceof AppError) ? timedOut(error) : error;
    session.audit.note({ graphRequestIds: graph.requestIds });
    session.audit.conclude('failed', 200, failure instanceof AppError ? failure.code : 'internal');
    return toolErrorResult(failure, session.audit.requestId);
  }
}

function timedOut(cause: unknown): AppError {
  return new AppError('timed_out', 'Microsoft 365 took longer than 25 seconds. Ask for less, or try again.', {}, { cause });
}

async function openCursor(
  tool: ToolDefinition<z.ZodObject, unknown>,
  binding: CursorBinding,
  cursor: unknown,
  session: McpSession,
): Promise<unknown> {
  const state = tool.next?.safeParse(await session.cursors.open(binding, String(cursor)));
  if (state?.success) return state.data;
  throw new AppError(
    'invalid_cursor',
    '`cursor` does not belong to this search. Repeat the search with the same arguments, or without a cursor.',
    { argument: 'cursor' },
  );
}

async function shape(
  result: ToolResult<unknown>,
  binding: CursorBinding,
  session: McpSession,
): Promise<Record<string, unknown>> {
  const { items, page, content: _, ...extra } = result;
  if (!items || !page) return compact(extra);
  const { next, more, ...rest } = page;
  return {
    ...compact(extra),
    items,
    page: {
      shown: items.length,
      more: more ?? next !== undefined,
      ...(next === undefined ? {} : { cursor: await session.cursors.seal(binding, next) }),
      ...compact(rest),
    },
  };
}

async function resourceFacts(uri: string): Promise<{ resourceKind: string; resourceHash: string }> {
  const digest = await sha256(uri);
  return {
    resourceKind: /^[a-z-]{1,32}(?=:)/.exec(uri)?.[0] ?? 'unknown',
    resourceHash: encodeBase64Url(digest.subarray(0, 16)),
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
