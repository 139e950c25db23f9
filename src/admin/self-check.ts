import { z } from 'zod';
import { scopeName } from '../entra/scopes.ts';
import type { GraphClient, OpenGraph } from '../graph/client.ts';
import { kqlText } from '../graph/kql.ts';
import { driveSearchText, graphPath } from '../graph/path.ts';
import { searchGraph } from '../graph/search.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import { isGraphPermission } from '../tenants/permissions.ts';
import type { Vault } from '../vault/client.ts';
import type { CheckSignInResult } from './check-sign-in.ts';

/** The steps of an MCP request. Each needs the one before it. */
export const checkStepNames = ['sign_in', 'token', 'exchange', 'profile', 'search'] as const;

const stepSchema = z.object({
  name: z.enum(checkStepNames),
  outcome: z.enum(['ok', 'failed', 'skipped']),
  /** The kind of an Entra failure, a denial of the connector, or an error code. */
  reason: z.string().optional(),
  /** `AADSTS…`. */
  code: z.string().optional(),
  traceId: z.string().optional(),
});

/** The result of one step. */
export type CheckStep = Readonly<z.infer<typeof stepSchema>>;

/** The report of a self-check. It contains no token and no content, and is stored in a sealed cookie. */
export const checkReportSchema = z.object({
  /** The administrator. */
  tenantId: z.string(),
  objectId: z.string(),
  atMs: z.number(),
  steps: z.array(stepSchema).readonly(),
  /** Graph permissions of the exchanged token, if the exchange succeeded. */
  granted: z
    .array(z.string())
    .readonly()
    .optional()
    .transform((granted) => granted),
});

export type CheckReport = Readonly<z.infer<typeof checkReportSchema>>;

/** The report, and the `request-id`s of Graph for the audit. */
export interface CheckResult {
  readonly report: CheckReport;
  readonly graphRequestIds: readonly string[];
}

export interface SelfCheckDependencies {
  readonly vault: Vault;
  readonly graph: OpenGraph;
  readonly clock: Clock;
}

const timeoutMs = 15_000;
const anything = z.unknown();

/**
 * Runs the steps of an MCP request for an administrator until one fails: access token of the client application, token
 * validation, token exchange, profile, one search. Responses of Graph are discarded.
 * @param requestId sent to Entra with the exchange, and stored in the audit
 */
export async function runSelfCheck(
  user: Pick<CheckReport, 'tenantId' | 'objectId'>,
  signIn: CheckSignInResult,
  requestId: string,
  services: SelfCheckDependencies,
): Promise<CheckResult> {
  const done: CheckStep[] = [];
  let granted: readonly string[] | undefined;
  let graph: GraphClient | undefined;
  const failed = (step: Omit<CheckStep, 'outcome'>): void => void done.push({ ...step, outcome: 'failed' });
  const passed = (name: CheckStep['name']): void => void done.push({ name, outcome: 'ok' });

  async function runSteps(): Promise<void> {
    if (!signIn.ok && signIn.reason === 'entra') {
      failed({ name: 'sign_in', ...toStepDetails(signIn.failure) });
      return;
    }
    passed('sign_in');
    if (!signIn.ok) {
      failed({ name: 'token', reason: signIn.tokenReason });
      return;
    }
    passed('token');
    const { caller, assertion, authenticatedAtMs } = signIn;
    const token = await services.vault.graphToken(caller, assertion, requestId, {
      authenticatedAtMs,
    });
    if (!token.ok) {
      failed({
        name: 'exchange',
        ...(token.reason === 'exchange' ? toStepDetails(token.failure) : { reason: token.reason }),
      });
      return;
    }
    passed('exchange');
    granted = token.scopes.map(scopeName).filter(isGraphPermission);
    const deadlineMs = services.clock.nowMs() + timeoutMs;
    graph = services.graph({
      accessToken: token.accessToken,
      user: `${user.tenantId}/${user.objectId}`,
      signal: AbortSignal.timeout(timeoutMs),
      deadlineMs,
    });
    const permissions = grantedPermissions(token.scopes, token.disabledPermissions);
    for (const [name, send] of [
      ['profile', readProfile],
      ['search', runSearch],
    ] as const) {
      try {
        const outcome = await send(graph, permissions);
        done.push({ name, outcome });
      } catch (error) {
        failed({ name, reason: error instanceof AppError ? error.code : 'internal' });
      }
    }
  }

  await runSteps();
  const rest = checkStepNames.slice(done.length).map((name): CheckStep => ({ name, outcome: 'skipped' }));
  return {
    report: { ...user, atMs: services.clock.nowMs(), steps: [...done, ...rest], granted },
    graphRequestIds: graph?.requestIds ?? [],
  };
}

function toStepDetails({
  kind,
  code,
  traceId,
}: {
  readonly kind: string;
  readonly code?: string;
  readonly traceId?: string;
}): Omit<CheckStep, 'name' | 'outcome'> {
  return {
    reason: kind,
    ...(code === undefined ? {} : { code }),
    ...(traceId === undefined ? {} : { traceId }),
  };
}

async function readProfile(graph: GraphClient, granted: GrantedPermissions): Promise<CheckStep['outcome']> {
  if (!granted.has('User.Read')) return 'skipped';
  await graph.json({ path: graphPath`/me`, query: { $select: 'id' }, schema: anything });
  return 'ok';
}

/**
 * One read that a search tool would send, by granted permissions. Files come first: not every administrator has a mailbox.
 * Microsoft Search refuses driveItem with Files.Read alone, and chatMessage with one of its two permissions alone.
 */
async function runSearch(graph: GraphClient, granted: GrantedPermissions): Promise<CheckStep['outcome']> {
  const entity =
    (granted.level('sharedOneDrive') ?? granted.level('sharePoint'))
      ? 'driveItem'
      : granted.has('Mail.Read')
        ? 'message'
        : granted.has('Chat.Read') && granted.has('ChannelMessage.Read.All')
          ? 'chatMessage'
          : undefined;
  if (entity !== undefined) {
    await searchGraph(graph, {
      entityTypes: [entity],
      query: kqlText('report'),
      from: 0,
      size: 1,
      resource: anything,
    });
    return 'ok';
  }
  if (granted.has('Files.Read')) {
    const path = graphPath`/me/drive/root/search(q='${driveSearchText('report')}')`;
    await graph.json({ path, query: { $select: 'id', $top: 1 }, schema: anything });
    return 'ok';
  }
  if (!granted.has('Chat.Read')) return 'skipped';
  await graph.json({ path: graphPath`/me/chats`, query: { $top: 1 }, schema: anything });
  return 'ok';
}
