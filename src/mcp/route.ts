import { Hono } from 'hono';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditRecord } from '../audit/audit-record.ts';
import { type AccessTokenVerifier, readBearer } from '../entra/access-token.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { TokenError } from '../entra/token-error.ts';
import { createAudit, startAudit } from '../http/audit.ts';
import { readBody } from '../http/body.ts';
import { errorResponse } from '../http/errors.ts';
import { checkOrigin } from '../http/middleware/origin.ts';
import { type RateLimiter, readNetwork } from '../http/rate-limit.ts';
import type { Clock } from '../lib/clock.ts';
import { parseJson } from '../lib/json.ts';
import { toolsParameter } from '../oauth/resource-indicator.ts';
import type { ClientDenial } from '../oauth/client-limits.ts';
import type { GraphTokenResult, IssuedTo } from '../vault/messages.ts';
import {
  type ChallengeOptions,
  exchangeErrorResponse,
  rateLimitedResponse,
  tokenErrorResponse,
  unauthenticatedResponse,
  vaultErrorResponse,
} from './auth-errors.ts';
import { type McpFeatures, createServeMcp } from './endpoint.ts';
import { invalidMessageResponse, messageAttributes, readTraceparent, validateMessage } from './message.ts';
import {
  type InvalidCallSession,
  type McpSession,
  type SessionDependencies,
  createSession,
  getGraphToken,
} from './session.ts';
import { readToolSelection } from './tool-selection.ts';
import { createViewSessionId, sessionHeader } from './views.ts';

/** From the arrival of a request to its response, token exchange included. */
const budgetMs = 25_000;
const maxBodyBytes = 256 * 1024;
/** Users paste the URL with a trailing slash as well. */
export const mcpPaths = ['/mcp', '/mcp/'];
const allow = 'POST, OPTIONS';

/** Dependencies of `POST /mcp`. */
export interface McpRouteDependencies extends SessionDependencies {
  readonly publicUrl: URL;
  readonly features: McpFeatures;
  readonly verifier: AccessTokenVerifier;
  readonly userLimit: RateLimiter;
  /** Counts rejected access tokens by network. */
  readonly addressLimit: RateLimiter;
  /**
   * The handle by which a new sign-in fulfills what Entra requires; undefined where none does.
   * @param mcpClient the client that is challenged, if it is known
   */
  readonly createStepUp: (
    caller: VerifiedCaller,
    failure: EntraFailure,
    mcpClient: string | undefined,
  ) => Promise<string | undefined>;
  /** Why the operator's settings exclude the client that a token was issued to, by now. */
  readonly checkClient: (issuedTo: IssuedTo) => Promise<ClientDenial | undefined>;
  readonly challenge: ChallengeOptions;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/**
 * `POST /mcp`: authenticate, rate limit, read the body, validate message and tool arguments, obtain the Graph token, run
 * the MCP handler. Every error response is decided before the first byte of a 200 is sent, so that a challenge can have
 * its own status. Each response writes one audit event.
 */
export function createMcpRoute(dependencies: McpRouteDependencies): Hono {
  const { features, verifier, userLimit, addressLimit, createStepUp, trace, clock } = dependencies;
  const serve = createServeMcp(features);
  const routes = new Hono();

  for (const path of mcpPaths) routes.use(path, checkOrigin(dependencies));
  routes.on('POST', mcpPaths, async (c) => {
    const audit = startAudit(c, dependencies);
    audit.add(readTraceparent(c.req.header('traceparent')));
    const url = new URL(c.req.url);
    const challenge = challengeOf(url);
    const response = await handlePost(c.req.raw, url, challenge, audit).catch((error: unknown) =>
      error instanceof TokenError ? denyToken(error, c.req.raw, challenge, audit) : failRequest(error, audit),
    );
    response.headers.set('x-request-id', audit.requestId);
    // Streams of the SDK set `no-cache`, which allows a cache to store the response.
    response.headers.set('cache-control', 'no-store');
    return response;
  });
  // Clients probe with GET or HEAD (Hono answers HEAD with the GET handler) for the challenge.
  routes.on('GET', mcpPaths, async (c, next) => {
    if (readBearer(c.req.raw) !== undefined) return next();
    const audit = startAudit(c, dependencies);
    audit.finish('refused', 401, 'token_absent');
    const response = unauthenticatedResponse(challengeOf(new URL(c.req.url)));
    response.headers.set('x-request-id', audit.requestId);
    return response;
  });
  // A preflight has an Origin, and is responded to by checkOrigin.
  routes.on('OPTIONS', mcpPaths, (c) => c.body(null, 204, { allow }));
  routes.on('ALL', mcpPaths, (c) => {
    const audit = createAudit(c, dependencies);
    audit.finish('refused', 405, 'method_not_allowed');
    // Without sessions and resumable streams there is no GET and DELETE.
    const error = { code: -32_000, message: 'Send MCP messages with POST.' };
    return c.json({ jsonrpc: '2.0', id: null, error }, 405, { allow, 'x-request-id': audit.requestId });
  });
  return routes;

  /** Clients compare the resource identifier with the URL that they were given, trailing slash and query included. */
  function challengeOf(url: URL): ChallengeOptions {
    const { challenge } = dependencies;
    const suffix = `${url.pathname.endsWith('/') ? '/' : ''}${toolsParameter(url)}`;
    return { ...challenge, resourceMetadata: `${challenge.resourceMetadata}${suffix}` };
  }

  async function handlePost(
    request: Request,
    url: URL,
    challenge: ChallengeOptions,
    audit: AuditRecord,
  ): Promise<Response> {
    const deadlineMs = clock.nowMs() + budgetMs;
    const bearer = readBearer(request);
    if (bearer === undefined) {
      audit.finish('refused', 401, 'token_absent');
      return unauthenticatedResponse(challenge);
    }
    const { caller, assertion } = await trace.stage(
      'verify',
      () => verifier.verify(bearer),
      (verified) => ({ outcome: 'ok', tenant: verified.caller.tenantId }),
    );
    audit.setCaller(caller);
    if (!(await userLimit.admits(`${caller.tenantId}/${caller.objectId}`))) {
      audit.finish('refused', 429, 'rate_limited');
      return rateLimitedResponse(userLimit.retryAfterSeconds);
    }

    const text = await readBody(request, maxBodyBytes);
    if (text === undefined) {
      return rejectBody(413, -32_600, 'The request is larger than 256 KB.', 'body_too_large', audit);
    }
    const body = parseJson(text);
    if (body === undefined) {
      return rejectBody(400, -32_700, 'The body is not valid JSON.', 'body_malformed', audit);
    }
    if (Array.isArray(body)) {
      return rejectBody(400, -32_600, 'JSON-RPC batches are not supported.', 'batch_refused', audit);
    }
    const selection = readToolSelection(url, features.toolNames);
    if (!selection.ok) return rejectBody(400, -32_602, selection.reason, 'tools_malformed', audit);

    // `_meta.traceparent` is set by the client itself, the header by any hop.
    audit.add(messageAttributes(body, features.requestSchemas));
    const message = validateMessage(request.headers, body, features.requestSchemas);
    if (!message.ok) {
      audit.finish('refused', message.status, message.reason);
      return invalidMessageResponse(message);
    }
    const { era, id, method, toolCall, viewUri, showsViews } = message;
    if (id === undefined) return acknowledge(method, audit);

    const call = toolCall && (await features.prepareCall(toolCall, caller));
    if (toolCall && !call) {
      const description = 'Unknown tool. Available tools are listed by tools/list.';
      return rejectBody(200, -32_602, description, 'unknown_tool', audit, id);
    }
    let session: McpSession | InvalidCallSession;
    if (call?.ok === false) {
      session = { ok: false, call, audit };
    } else {
      const access = {
        address: request.headers.get('cf-connecting-ip') ?? undefined,
        directoryRoles: caller.directoryRoles,
      };
      const token = await getGraphToken(dependencies, caller, assertion, audit.requestId, { access });
      audit.setGrant(token.issuedTo);
      const clientDenial = token.issuedTo && (await dependencies.checkClient(token.issuedTo));
      // The client asks for a new token, and its user reads the reason at the next sign-in.
      if (clientDenial) return denyVault('revoked', challenge, audit, clientDenial);
      if (!token.ok) return await denyAccess(token, caller, challenge, audit);
      audit.add({ exchange: token.exchanged ? 'exchanged' : 'cached', reported: token.reported });
      const input = { caller, assertion, selection, call, showsViews, token, deadlineMs, audit };
      session = createSession(input, dependencies);
    }
    const response = await trace.stage(
      'mcp',
      () => serve(request, body, { era, id, method }, session),
      () => ({}),
    );
    if (method === 'initialize' && showsViews && response.ok) {
      response.headers.set(sessionHeader, createViewSessionId(audit.requestId));
    }
    return finishAudit(response, call !== undefined || viewUri !== undefined, audit);
  }

  /** A rejected token. Forged tokens are counted by network, so that their validation cannot occupy the connector. */
  async function denyToken(
    error: TokenError,
    request: Request,
    challenge: ChallengeOptions,
    audit: AuditRecord,
  ): Promise<Response> {
    const isForged = error.status === 401 && error.details.holder === undefined;
    if (isForged && !(await addressLimit.admits(readNetwork(request)))) {
      audit.finish('refused', 429, 'rate_limited');
      return rateLimitedResponse(addressLimit.retryAfterSeconds);
    }
    return rejectToken(error, challenge, audit);
  }

  /** No Graph token. The challenge has a step-up handle where a new sign-in resolves the failure. */
  async function denyAccess(
    result: Extract<GraphTokenResult, { ok: false }>,
    caller: VerifiedCaller,
    challenge: ChallengeOptions,
    audit: AuditRecord,
  ): Promise<Response> {
    if (result.reason !== 'exchange') return denyVault(result.reason, challenge, audit);
    const { failure } = result;
    const { traceId } = failure;
    audit.add({ exchange: 'failed', ...(traceId === undefined ? {} : { entraTraceId: traceId }) });
    const response = exchangeErrorResponse(
      failure,
      challenge,
      await createStepUp(caller, failure, result.issuedTo?.clientId),
    );
    audit.finish('refused', response.status, failure.kind);
    return response;
  }
}

/** No Graph token, and no failed exchange. @param auditReason the reason in the audit, if it is more exact */
function denyVault(
  reason: Parameters<typeof vaultErrorResponse>[0],
  challenge: ChallengeOptions,
  audit: AuditRecord,
  auditReason: string = reason,
): Response {
  const response = vaultErrorResponse(reason, challenge);
  audit.finish('refused', response.status, auditReason);
  return response;
}

/** A notification, or a response that no request of the connector asked for. */
function acknowledge(method: string | undefined, audit: AuditRecord): Response {
  if (method === undefined) audit.finish('refused', 202, 'protocol_error');
  else audit.finish('ok', 202);
  return new Response(null, { status: 202 });
}

/**
 * Writes the audit event unless the tool call, or the read of a view, wrote it. It may still run while its stream is open;
 * a stream that ends without an event was rejected by the SDK.
 */
function finishAudit(response: Response, isCall: boolean, audit: AuditRecord): Response {
  const { status, body, headers } = response;
  if (status === 200 && isCall && body && headers.get('content-type')?.startsWith('text/event-stream')) {
    const flush = () => audit.finish('refused', status, 'protocol_error');
    return new Response(body.pipeThrough(new TransformStream({ flush })), { status, headers });
  }
  if (isCall || status >= 400) audit.finish('refused', status, 'protocol_error');
  else audit.finish('ok', status);
  return response;
}

function rejectToken(error: TokenError, challenge: ChallengeOptions, audit: AuditRecord): Response {
  const { holder } = error.details;
  if (holder) {
    audit.add({
      tenantId: holder.tenantId,
      objectId: holder.objectId,
      clientId: holder.clientId,
      uti: holder.tokenId,
    });
  }
  audit.finish('refused', error.status, error.reason);
  return tokenErrorResponse(error, challenge);
}

function failRequest(error: unknown, audit: AuditRecord): Response {
  const response = errorResponse(error, audit.requestId);
  audit.fail(error, response.status);
  return response;
}

function rejectBody(
  status: number,
  code: number,
  message: string,
  reason: string,
  audit: AuditRecord,
  id: string | number | null = null,
): Response {
  audit.finish('refused', status, reason);
  return Response.json({ jsonrpc: '2.0', id, error: { code, message } }, { status });
}
