import type { Handler } from 'hono';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditRecord } from '../audit/audit-record.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import { readBearer } from '../entra/access-token.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import { TokenError } from '../entra/token-error.ts';
import type { OpenGraph } from '../graph/client.ts';
import { startAudit } from '../http/audit.ts';
import { readBody } from '../http/body.ts';
import {
  type ChallengeOptions,
  challenge,
  errorResponse,
  exchangeFailureResponse,
  rateLimitedResponse,
  refuse,
  tokenErrorResponse,
  unauthenticatedResponse,
} from '../http/errors.ts';
import type { RateLimiter } from '../http/rate-limit.ts';
import type { Clock } from '../lib/clock.ts';
import { parseJson } from '../lib/json.ts';
import type { RefusalCause } from '../oauth/errors.ts';
import { toolsParameter } from '../oauth/resource-indicator.ts';
import type { StepUps } from '../oauth/step-up.ts';
import type { PolicyRefusal } from '../tenants/policy.ts';
import type { Vault } from '../vault/client.ts';
import type { GraphTokenResult } from '../vault/messages.ts';
import { type McpEndpoint, type McpMessage, MessageRefusal } from './endpoint.ts';
import { type SessionInput, graphSession, offlineSession } from './graph-session.ts';
import type { McpSession } from './session.ts';

/** From the arrival of a request to its answer, the exchange included. */
const budgetMs = 25_000;
const maxBodyBytes = 256 * 1024;
/** Methods that run a tool. */
const callingMethods = new Set(['tools/call', 'resources/read']);

/** What the route needs, all of it made once by the composition. */
export interface McpRouteServices {
  readonly verifier: AccessTokenVerifier;
  readonly vault: Vault;
  readonly endpoint: McpEndpoint;
  readonly stepUps: Pick<StepUps, 'handleFor'>;
  readonly personLimit: RateLimiter;
  /** Graph as the holder of a token. */
  readonly graph: OpenGraph;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly challenge: ChallengeOptions;
  /** Lets work end after the answer has left. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * The way of a request: body gate, bearer, arguments, vault, protocol. All that can refuse is settled before the first
 * byte of a 200 leaves, so that a challenge can still be a challenge. One audit event for each answer.
 */
export function mcpRoute(services: McpRouteServices): Handler {
  return async function serveMcp(c) {
    const trail = startAudit(c, services);
    trail.add(traceparentIn(c.req.header('traceparent')));
    const url = new URL(c.req.url);
    const resourceMetadata = services.challenge.resourceMetadata + toolsParameter(url);
    const challenge = { ...services.challenge, resourceMetadata };
    let response: Response;
    try {
      response = await answer(c.req.raw, url, { ...services, challenge }, trail);
    } catch (error) {
      response = refusalOf(error, challenge, trail);
    }
    response.headers.set('x-request-id', trail.requestId);
    return response;
  };
}

function refusalOf(error: unknown, challenge: ChallengeOptions, trail: AuditRecord): Response {
  if (error instanceof RefusedByVault) return error.response;
  if (error instanceof MessageRefusal) {
    return protocolError(error.status, error.code, error.message, 'protocol_error', trail, error.id);
  }
  return error instanceof TokenError ? refusedToken(error, challenge, trail) : failed(error, trail);
}

async function answer(
  request: Request,
  url: URL,
  services: McpRouteServices,
  trail: AuditRecord,
): Promise<Response> {
  const deadlineMs = services.clock.nowMs() + budgetMs;
  const bearer = readBearer(request);
  if (bearer === undefined) {
    trail.finish('refused', 401, 'token_absent');
    return unauthenticatedResponse(services.challenge);
  }
  const { caller, assertion } = await services.verifier.verify(bearer);
  trail.setCaller(caller);
  if (!(await services.personLimit.admits(`${caller.tenantId}/${caller.objectId}`))) {
    trail.finish('refused', 429, 'rate_limited');
    return rateLimitedResponse(services.personLimit.retryAfterSeconds);
  }

  const text = await readBody(request, maxBodyBytes);
  if (text === undefined)
    return protocolError(413, -32600, 'The request is larger than 256 KB.', 'body_too_large', trail);
  const body = parseJson(text);
  if (body === undefined) return protocolError(400, -32700, 'The body is not JSON.', 'body_malformed', trail);
  if (Array.isArray(body))
    return protocolError(400, -32600, 'Send one message at a time.', 'batch_refused', trail);

  const selection = readToolSelection(url, services.endpoint.toolNames);
  if (!selection.ok) return protocolError(400, -32602, selection.problem, 'tools_malformed', trail);

  const message = services.endpoint.inspect(body);
  // The message's own comes from nearer to the call than a header does, which any hop may set.
  if (message) trail.add({ operation: operationOf(message), ...traceparentIn(message.traceparent) });
  const call = message && (await services.endpoint.prepare(message, caller));
  const facts: SessionInput = { caller, assertion, selection, call, deadlineMs, audit: trail };
  const response = await services.endpoint.serve(request, body, async () => {
    if (!needsGraph(message, call)) return offlineSession(facts);
    const token = await services.vault.graphToken(caller, assertion, trail.requestId);
    if (!token.ok) throw new RefusedByVault(await refusedByVault(token, caller, services, trail));
    trail.add({ exchange: token.exchanged ? 'exchanged' : 'cached' });
    return graphSession(facts, token, services);
  });
  return concluded(response, message, call, trail);
}

/** Whether the message is answered with what only a Graph token opens, or whoever sends it has to be let in. */
function needsGraph(message: McpMessage | undefined, call: McpSession['call']): boolean {
  if (!message?.isRequest || !message.isServed) return false;
  return call ? !('error' in call) : message.method !== 'tools/call';
}

/** What the audit calls a message. A method that there is not may be anything: it is not repeated. */
function operationOf({ method, isServed }: McpMessage): string {
  return isServed || /^notifications\/[a-z_]{1,32}$/.test(method) ? method : 'unknown';
}

/** The answer where there is no Graph token: with a handle, where another sign-in mends it. */
async function refusedByVault(
  refusal: Extract<GraphTokenResult, { ok: false }>,
  caller: VerifiedCaller,
  { stepUps, challenge }: McpRouteServices,
  trail: AuditRecord,
): Promise<Response> {
  if (refusal.reason === 'exchange') {
    const { failure } = refusal;
    const { traceId } = failure;
    trail.add({ exchange: 'failed', ...(traceId === undefined ? {} : { entraTraceId: traceId }) });
    const response = exchangeFailureResponse(failure, challenge, await stepUps.handleFor(caller, failure));
    trail.finish('refused', response.status, failure.kind);
    return response;
  }
  const response = vaultRefusalResponse(refusal.reason, challenge);
  trail.finish('refused', response.status, refusal.reason);
  return response;
}

/**
 * Writes the event of every answer that the tool call itself does not write. While a stream is open the call may still
 * run: it is waited for, and where the stream ends without it, the protocol layer has refused the call.
 */
function concluded(
  response: Response,
  message: McpMessage | undefined,
  call: McpSession['call'],
  trail: AuditRecord,
): Response {
  const { status, body, headers } = response;
  const refuse = () => trail.finish('refused', status, 'protocol_error');
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (call && status === 200 && isStream && body) {
    const watched = body.pipeThrough(new TransformStream({ flush: refuse }));
    return new Response(watched, { status, headers });
  }
  const isCallOfNothing = message !== undefined && callingMethods.has(message.method);
  const isUnknown = message?.isRequest === true && !message.isServed;
  if (status >= 400 || !message || isUnknown || (isCallOfNothing && status === 200)) refuse();
  else trail.finish('ok', status);
  return response;
}

function refusedToken(rejection: TokenError, challenge: ChallengeOptions, trail: AuditRecord): Response {
  const { holder } = rejection.details;
  if (holder) {
    trail.add({
      tenantId: holder.tenantId,
      objectId: holder.objectId,
      clientId: holder.clientId,
      uti: holder.tokenId,
    });
  }
  trail.finish('refused', rejection.status, rejection.reason);
  return tokenErrorResponse(rejection, challenge);
}

function failed(error: unknown, trail: AuditRecord): Response {
  const response = errorResponse(error, trail.requestId);
  trail.fail(error, response.status);
  return response;
}

function protocolError(
  status: number,
  code: number,
  message: string,
  reason: string,
  trail: AuditRecord,
  id: string | number | null = null,
): Response {
  trail.finish('refused', status, reason);
  return Response.json({ jsonrpc: '2.0', id, error: { code, message } }, { status });
}

/** Which tools a person wants: those that `?tools=` of the connector's address names. */
export type ToolSelection =
  | { readonly ok: true; readonly wants: (name: string) => boolean }
  | { readonly ok: false; readonly problem: string };

const maxEchoed = 5;
const unprintable = /[^\x20-\x7e]/g;

/**
 * Reads `?tools=a,b` of a request. Without it every tool is wanted. A name that no tool has is refused rather than
 * passed over: a person who narrows must not end up with more or less than they wrote.
 */
export function readToolSelection(url: URL, toolNames: ReadonlySet<string>): ToolSelection {
  const given = url.searchParams.getAll('tools');
  if (given.length === 0) return { ok: true, wants: () => true };
  const there = `There are: ${[...toolNames].join(', ')}.`;
  if (given.length > 1) return { ok: false, problem: 'The address names `tools` more than once.' };
  const names = (given[0] ?? '').split(',').map((name) => name.trim());
  const unknown = names.filter((name) => name !== '' && !toolNames.has(name));
  if (unknown.length > 0) {
    const echoed = unknown.slice(0, maxEchoed).map((name) => name.slice(0, 64).replace(unprintable, '?'));
    return {
      ok: false,
      problem: `\`?tools=\` names tools that do not exist: ${echoed.join(', ')}. ${there}`,
    };
  }
  const wanted = new Set(names.filter((name) => name !== ''));
  if (wanted.size === 0) return { ok: false, problem: `\`?tools=\` names no tool. ${there}` };
  return { ok: true, wants: (name) => wanted.has(name) };
}

/** Carries an answer that is settled out of the protocol layer, which asked for a session. */
class RefusedByVault extends Error {
  override readonly name = 'RefusedByVault';
  readonly response: Response;

  constructor(response: Response) {
    super('The vault gave no Graph token.');
    this.response = response;
  }
}

/** Version, trace, span and flags. No id is all zeros, and there is no version ff. */
const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace context that a caller sent, as facts of its audit event: none where it is malformed.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
function traceparentIn(value: unknown): { readonly traceparent?: string } {
  return typeof value === 'string' && pattern.test(value) ? { traceparent: value } : {};
}

/** Why an organisation keeps a person out, in words for them. */
export const policyTexts: Readonly<Record<PolicyRefusal, string>> = {
  tenant_disabled:
    'An administrator of your organisation has switched this connector off. They can switch it on again on its /admin page.',
  not_allowed:
    'Your organisation has opened this connector to some people and groups, and you are not among them. An administrator can add you on its /admin page.',
  groups_unknown:
    'Your organisation has opened this connector to some groups, and your sign-in does not say which groups you are in. An administrator can add you yourself on its /admin page.',
};

const policyUnavailableText =
  'The settings of your organisation cannot be read just now. Try again in a moment.';

/** What a person who has just signed in is told of it. */
export function vaultRefusalCause(
  reason: PolicyRefusal | 'revoked' | 'policy_unavailable',
): Extract<RefusalCause, { readonly text: string }> {
  switch (reason) {
    case 'revoked':
      return {
        text: 'This sign-in was begun before all sign-ins were ended. Connect again.',
        owner: 'user',
      };
    case 'policy_unavailable':
      return { text: policyUnavailableText, owner: 'nobody' };
    case 'tenant_disabled':
    case 'not_allowed':
    case 'groups_unknown':
      return { text: policyTexts[reason], owner: 'administrator' };
  }
}

/** What it looks like from outside that the vault gives no Graph token, for reasons of our own. */
function vaultRefusalResponse(
  reason: PolicyRefusal | 'revoked' | 'policy_unavailable',
  facts: ChallengeOptions,
): Response {
  switch (reason) {
    case 'revoked': {
      // A client that signs in again gets a newer token.
      const description = 'This sign-in was revoked. Sign in to the connector again.';
      return refuse({
        status: 401,
        error: 'invalid_token',
        description,
        challenge: challenge(facts, { error: 'invalid_token', error_description: description }),
      });
    }
    case 'policy_unavailable':
      return refuse({
        status: 503,
        error: 'temporarily_unavailable',
        description: policyUnavailableText,
        retryAfterSeconds: 10,
      });
    case 'tenant_disabled':
    case 'not_allowed':
    case 'groups_unknown':
      // The administrator's gate.
      return refuse({
        status: 403,
        error: 'access_denied',
        description: policyTexts[reason],
        details: { gate: 'administrator', who: 'administrator' },
      });
  }
}
