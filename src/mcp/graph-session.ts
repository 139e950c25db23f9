import type { AuditRecord } from '../audit/audit-record.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import { AppError } from '../lib/app-error.ts';
import { grantedPermissions } from '../tenants/granted-permissions.ts';
import type { GraphTokenResult } from '../vault/messages.ts';
import type { McpRouteServices, ToolSelection } from './route.ts';
import type { McpSession } from './session.ts';

/** What every session of a request has, whether it reaches Graph or not. */
export interface SessionInput {
  readonly caller: VerifiedCaller;
  readonly assertion: Assertion;
  readonly selection: Extract<ToolSelection, { ok: true }>;
  readonly call: McpSession['call'];
  readonly deadlineMs: number;
  readonly audit: AuditRecord;
}

/** A session with the person's Graph token: what the organisation and the person have switched off is off. */
export function graphSession(
  { caller, assertion, selection, call, deadlineMs, audit }: SessionInput,
  token: Extract<GraphTokenResult, { ok: true }>,
  { graph, vault, waitUntil }: Pick<McpRouteServices, 'graph' | 'vault' | 'waitUntil'>,
): McpSession {
  const toolsOff = new Set(token.toolsOff);
  return {
    caller,
    granted: grantedPermissions(token.scopes, token.permissionsOff),
    graph: (signal) =>
      withClaimsChallenge(
        (accessToken) => graph(accessToken, signal, deadlineMs),
        token.accessToken,
        async (claims) => {
          const renewed = await vault.graphToken(caller, assertion, audit.requestId, { claims });
          return renewed.ok ? renewed.accessToken : undefined;
        },
      ),
    timeZone: token.timeZone,
    // Losing it costs one more request next time, so nobody waits for it and nobody is told.
    rememberTimeZone: (timeZone) =>
      waitUntil(vault.rememberTimeZone(caller, assertion, timeZone).catch(() => undefined)),
    toolOffBy: (name) => {
      if (toolsOff.has(name)) return 'organisation';
      return selection.wants(name) ? undefined : 'person';
    },
    call,
    deadlineMs,
    audit,
  };
}

/** A session that reaches nothing: for messages that are answered, or refused, without Microsoft. */
export function offlineSession({ caller, call, deadlineMs, audit }: SessionInput): McpSession {
  return {
    caller,
    granted: grantedPermissions([]),
    graph: () => ({
      json: unreachable,
      next: unreachable,
      batch: unreachable,
      download: unreachable,
      requestIds: [],
    }),
    timeZone: undefined,
    rememberTimeZone: () => undefined,
    toolOffBy: () => undefined,
    call,
    deadlineMs,
    audit,
  };
}

function unreachable(): Promise<never> {
  return Promise.reject(new Error('A request that needs no Graph token asked Graph.'));
}

/**
 * A Graph client that answers a claims challenge (continuous access evaluation) as Microsoft asks: the token is
 * exchanged once more, with the claims, and the request made once more. Where Entra gives no token for them the refusal
 * stands, and the vault keeps the reason, so that the next request is told to sign in again before anything is answered.
 * @param renew another Graph token for these claims, or undefined
 * @see https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
 */
export function withClaimsChallenge(
  open: (accessToken: string) => GraphClient,
  accessToken: string,
  renew: (claims: string) => Promise<string | undefined>,
): GraphClient {
  const clients = [open(accessToken)];
  let renewal: Promise<GraphClient | undefined> | undefined;

  async function renewed(claims: string): Promise<GraphClient | undefined> {
    const token = await renew(claims);
    if (token === undefined) return undefined;
    const client = open(token);
    clients.push(client);
    return client;
  }

  async function run<T>(
    request: (client: GraphClient) => Promise<T>,
    claimsIn: (result: T) => string | undefined = () => undefined,
  ): Promise<T> {
    const client = (await renewal) ?? clients[0] ?? open(accessToken);
    let outcome: { readonly result: T } | { readonly error: unknown };
    try {
      outcome = { result: await request(client) };
    } catch (error) {
      outcome = { error };
    }
    const claims = 'result' in outcome ? claimsIn(outcome.result) : claimsOf(outcome.error);
    if (claims !== undefined) {
      // Requests that are challenged together share one exchange, and there is one for each tool call.
      renewal ??= renewed(claims);
      const next = await renewal;
      if (next && next !== client) return await request(next);
    }
    if ('result' in outcome) return outcome.result;
    throw outcome.error;
  }

  return {
    json: (request) => run((client) => client.json(request)),
    next: (link, request) => run((client) => client.next(link, request)),
    batch: (requests) =>
      run(
        (client) => client.batch(requests),
        (results) => results.map(claimsOf).find((claims) => claims !== undefined),
      ),
    download: (request) => run((client) => client.download(request)),
    get requestIds() {
      return clients.flatMap((client) => client.requestIds);
    },
  };
}

function claimsOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.details.claims : undefined;
}
