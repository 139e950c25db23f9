import type { CallToolResult } from '@modelcontextprotocol/server';
import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { GraphClient } from '../graph/client.ts';
import { AppError, type AppErrorCode } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { compact } from '../lib/json.ts';
import { compactAs, compactMembers } from './compact-output.ts';
import { externalByDomains } from '../m365/addresses.ts';
import { joinNotes } from '../m365/format.ts';
import { readMailboxTimeZone } from '../m365/mailbox-time-zone.ts';
import { readPagedUri } from '../m365/uri.ts';
import { isOpen, missingPermissionError, missingPermissions } from '../tenants/granted-permissions.ts';
import { type Zone, unknownZone } from '../time/time-zone.ts';
import {
  type ToolContent,
  type ToolContext,
  type ToolResult,
  type ToolSwitch,
  whoDisabled,
} from '../tools/define-tool.ts';
import type { ToolCall } from './arguments.ts';
import type { CursorBinding, CursorSealer } from './cursors.ts';
import { toolErrorResult, toolResult } from './results.ts';
import type { CallDependencies, McpSession } from './session.ts';

/** Temporary failures: the next attempt may succeed. */
const temporary: ReadonlySet<AppErrorCode> = new Set(['throttled', 'timed_out', 'upstream_unavailable']);

const disabledTexts: Readonly<Record<ToolSwitch, string>> = {
  user: 'is not among those that the `?tools=` parameter of the connector URL selects.',
  tenant: "is disabled by your organization. An administrator can enable it on the connector's /admin page.",
};

const assumedZoneNote =
  'The time zone of the mailbox is not known: dates and times are in UTC. Give timeZone for another zone.';

/** The outcome of a tool call, whose audit event is written. */
type CallOutcome =
  | {
      readonly ok: true;
      readonly structured: Record<string, unknown>;
      /** Text for the model; undefined where it is the structured content as JSON. */
      readonly content: readonly ToolContent[] | undefined;
      readonly nextPage: number | undefined;
      /** Of a list, in the structured content too. */
      readonly cursor: string | undefined;
    }
  | { readonly ok: false; readonly reason: unknown };

/** The result of `tools/call`. Every failure is a tool error that a model can act on. */
export function toCallToolResult(outcome: CallOutcome, requestId: string): CallToolResult {
  if (!outcome.ok) return toolErrorResult(outcome.reason, requestId);
  const { structured, content, cursor } = outcome;
  if (cursor === undefined) return toolResult(structured, content);
  // The text of a list is written before its cursor is sealed: its last line ends with the page number.
  const withCursor = content?.map((block) =>
    block.type === 'text' ? { ...block, text: `${block.text} Continue with cursor ${cursor}` } : block,
  );
  return toolResult(structured, withCursor);
}

/** Runs one tool call, shapes its result, seals the next cursor and writes the audit event. */
export async function runCall(
  { tool, input, binding, resume, notes }: ToolCall,
  session: McpSession,
  { clock, zones, domains, furtherHosts, trace, cursors, teams, teamsOrigin }: CallDependencies,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const { audit, granted } = session;
  const timeout = AbortSignal.timeout(Math.max(0, session.deadlineMs - clock.nowMs()));
  const callSignal = AbortSignal.any([signal, timeout]);
  const graph = session.graph(callSignal);
  audit.add({ tool: tool.name });
  audit.addOnFinish(() => ({ graphRequestIds: graph.requestIds }));
  try {
    const uri = input['uri'] ?? input['id'];
    if (typeof uri === 'string') audit.add(await resourceAttributes(readPagedUri(uri).uri));
    requireTool(tool, session);
    let isZoneAssumed = false;
    let domainsRead: ReturnType<typeof domains.read> | undefined;
    const tenantDomains = () => (domainsRead ??= domains.read(session.caller.tenantId, graph, granted));
    let zoneRead: Promise<Zone> | undefined;
    const readZone = async () => {
      const zone = zones(await resolveTimeZone(session, graph, clock));
      isZoneAssumed ||= zone.isAssumed === true;
      return zone;
    };
    const context: ToolContext = {
      graph,
      signal: callSignal,
      clock,
      caller: session.caller,
      granted,
      canSortChats: teams !== 'unsorted',
      teamsOrigin,
      toolOffBy: session.toolOffBy,
      timeZone: () => (zoneRead ??= readZone()),
      isExternal: async (addresses) => {
        const { caller } = session;
        const isExternal = externalByDomains(undefined, caller);
        if (addresses.every((address) => address === '' || isExternal(address) === false)) return isExternal;
        return externalByDomains(await tenantDomains(), caller);
      },
      tenantDomains,
      furtherHosts,
      labels: session.labels,
    };
    const result = await tool.run(input, context, resume);
    const structured = await trace.stage('shape', () =>
      shapeResult(tool, result, [...notes, isZoneAssumed && assumedZoneNote], binding, cursors),
    );
    audit.finish('ok', 200);
    const { cursor } = (structured['page'] ?? {}) as { readonly cursor?: string };
    return { ok: true, structured, content: result.content, nextPage: result.nextPage, cursor };
  } catch (error) {
    const reason = timeout.aborted && !(error instanceof AppError) ? timeoutError(error) : error;
    audit.fail(reason, 200);
    return { ok: false, reason };
  }
}

/** @throws AppError when the tool is disabled, or needs a permission that is missing */
export function requireTool(
  tool: ToolCall['tool'],
  { granted, toolOffBy }: Pick<McpSession, 'granted' | 'toolOffBy'>,
): void {
  const disabledBy = whoDisabled(tool, toolOffBy);
  if (disabledBy !== undefined) {
    throw new AppError('tool_disabled', `The tool ${tool.name} ${disabledTexts[disabledBy]}`);
  }
  if (!isOpen(tool.areas, granted)) {
    const missing = missingPermissions(tool.areas, granted);
    throw missingPermissionError(missing, `The tool ${tool.name}`, granted);
  }
}

/**
 * The stored time zone, else that of the mailbox, else the unknown zone, which is stored after a permanent failure; after a
 * temporary one the next call reads the mailbox again.
 */
async function resolveTimeZone(session: McpSession, graph: GraphClient, clock: Clock): Promise<string> {
  if (session.timeZone !== undefined) return session.timeZone;
  let isFinal = true;
  const timeZone = await readMailboxTimeZone(graph, session.granted, session.caller, clock).catch(
    (error: unknown) => {
      isFinal = error instanceof AppError && !temporary.has(error.code);
      return undefined;
    },
  );
  if (isFinal) session.rememberTimeZone(timeZone ?? unknownZone);
  return timeZone ?? unknownZone;
}

function timeoutError(cause: unknown): AppError {
  const message = 'Microsoft 365 took longer than 25 seconds. Narrow the request, or try again.';
  return new AppError('timed_out', message, {}, { cause });
}

/** The structured content: empty members that the output schema does not require removed, paging state sealed into a cursor. */
async function shapeResult(
  tool: ToolCall['tool'],
  result: ToolResult<unknown>,
  notes: readonly (string | false)[],
  binding: CursorBinding,
  cursors: CursorSealer,
): Promise<Record<string, unknown>> {
  const { items, page, content: _, nextPage: __, ...extra } = result;
  const shaped = compactMembers(tool.extra ?? {}, extra);
  if (!page) return shaped;
  const { next, more, shown, ...rest } = page;
  return {
    ...shaped,
    ...(items && { items: items.map((item) => compactAs(tool.item, item)) }),
    page: {
      shown: shown ?? items?.length ?? 0,
      more: more ?? next !== undefined,
      ...(next === undefined ? {} : { cursor: await cursors.seal(binding, next) }),
      ...compact({ ...rest, note: joinNotes([rest.note, ...notes]) }),
    },
  };
}

/** A resource in the audit: its kind, and a hash by which equal URIs can be matched. */
export async function resourceAttributes(
  uri: string,
): Promise<{ resourceKind: string; resourceHash: string }> {
  const digest = await sha256(uri);
  return {
    resourceKind: /^[a-z-]{1,32}(?=:)/.exec(uri)?.[0] ?? 'unknown',
    resourceHash: encodeBase64Url(digest.subarray(0, 16)),
  };
}
