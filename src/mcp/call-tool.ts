import type { CallToolResult } from '@modelcontextprotocol/server';
import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { GraphClient } from '../graph/client.ts';
import { AppError, type AppErrorCode } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { compact } from '../lib/json.ts';
import { readMailboxTimeZone } from '../m365/mailbox-time-zone.ts';
import type { ToolContent, ToolContext, ToolResult, ToolSwitch } from '../tools/define-tool.ts';
import type { PreparedCall } from './arguments.ts';
import type { CursorBinding, CursorSealer } from './cursors.ts';
import { toolErrorResult, toolResult } from './results.ts';
import type { CallServices, McpSession } from './session.ts';

/** Failures that say nothing of the next attempt. */
const passing: ReadonlySet<AppErrorCode> = new Set(['throttled', 'timed_out', 'upstream_unavailable']);

const offTexts: Readonly<Record<ToolSwitch, string>> = {
  person: 'is left out in the address of this connection: it is not among those that `?tools=` names.',
  organisation:
    "is switched off by your organisation. An administrator can switch it on on the connector's /admin page.",
};

/** What a call came to. Either way its audit event is written. */
type CallOutcome =
  | {
      readonly structured: Record<string, unknown>;
      /** What a model reads, where that is not the structured content as JSON. */
      readonly content: readonly ToolContent[] | undefined;
      readonly nextPage: number | undefined;
    }
  | { readonly failure: unknown };

/** Runs one prepared call for one person, shapes the answer, seals the next cursor and writes the audit event. */
export async function runCall(
  call: PreparedCall,
  session: McpSession,
  services: CallServices,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const timeout = AbortSignal.timeout(Math.max(0, session.deadlineMs - services.clock.nowMs()));
  const callSignal = AbortSignal.any([signal, timeout]);
  const graph = session.graph(callSignal);
  const { audit, granted } = session;
  audit.add({ tool: call.tool.name });
  audit.addOnFinish(() => ({ graphRequestIds: graph.requestIds }));
  try {
    if ('error' in call) throw call.error;
    const { tool, input } = call;
    if (typeof input['uri'] === 'string') audit.add(await resourceFacts(input['uri']));
    const offBy = session.toolOffBy(tool.name);
    if (offBy !== undefined) throw new AppError('tool_disabled', `The tool ${tool.name} ${offTexts[offBy]}`);
    if (tool.permissions.length > 0) granted.require(tool.permissions, `The tool ${tool.name}`);
    const context: ToolContext = {
      graph,
      signal: callSignal,
      clock: services.clock,
      caller: session.caller,
      granted,
      toolOffBy: session.toolOffBy,
      timeZone: async () => services.zones(await timeZoneOf(session, graph, services.clock)),
    };
    const result = await tool.run(input, context, call.resume);
    const structured = await services.trace.stage('shape', () =>
      shape(result, call.binding, services.cursors),
    );
    audit.finish('ok', 200);
    return { structured, content: result.content, nextPage: result.nextPage };
  } catch (error) {
    const failure = timeout.aborted && !(error instanceof AppError) ? timedOut(error) : error;
    audit.fail(failure, 200);
    return { failure };
  }
}

/**
 * The time zone kept from an earlier call, else that of the mailbox, else UTC: an answer in UTC beats none. What Graph
 * refuses it will refuse again, so UTC is kept then; where it was merely busy, the next call asks again.
 */
async function timeZoneOf(session: McpSession, graph: GraphClient, clock: Clock): Promise<string> {
  if (session.timeZone !== undefined) return session.timeZone;
  let isFinal = true;
  const timeZone = await readMailboxTimeZone(graph, session.granted, session.caller, clock).catch(
    (error: unknown) => {
      isFinal = error instanceof AppError && !passing.has(error.code);
      return undefined;
    },
  );
  if (isFinal) session.rememberTimeZone(timeZone ?? 'UTC');
  return timeZone ?? 'UTC';
}

function timedOut(cause: unknown): AppError {
  const message = 'Microsoft 365 took longer than 25 seconds. Ask for less, or try again.';
  return new AppError('timed_out', message, {}, { cause });
}

async function shape(
  result: ToolResult<unknown>,
  binding: CursorBinding,
  cursors: CursorSealer,
): Promise<Record<string, unknown>> {
  const { items, page, content: _, nextPage: __, ...extra } = result;
  if (!items || !page) return compact(extra);
  const { next, more, ...rest } = page;
  return {
    ...compact(extra),
    items: items.map((item) => compact(item)),
    page: {
      shown: items.length,
      more: more ?? next !== undefined,
      ...(next === undefined ? {} : { cursor: await cursors.seal(binding, next) }),
      ...compact(rest),
    },
  };
}

/** A resource in the audit: its kind, and a hash that tells equal ones without telling which. */
async function resourceFacts(uri: string): Promise<{ resourceKind: string; resourceHash: string }> {
  const digest = await sha256(uri);
  return {
    resourceKind: /^[a-z-]{1,32}(?=:)/.exec(uri)?.[0] ?? 'unknown',
    resourceHash: encodeBase64Url(digest.subarray(0, 16)),
  };
}

/** Answers `tools/call`: every failure becomes a result that a model can act on. */
export async function callTool(
  call: PreparedCall,
  session: McpSession,
  services: CallServices,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const outcome = await runCall(call, session, services, signal);
  return 'failure' in outcome
    ? toolErrorResult(outcome.failure, session.audit.requestId)
    : toolResult(outcome.structured, outcome.content);
}
