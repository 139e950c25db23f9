import type { ExpectStatic } from 'vitest';
import type { SimulatorControl } from 'm365-simulator';
import { type AuditLine, type Connector, mcpMessage } from '../connector.ts';
import type { ExpectedResponse, FaultRow, McpRequest } from './fault-row.ts';

/** One user with one access token, on a connector that is shared by all rows. */
export interface FaultSession {
  readonly connector: Connector;
  readonly control: SimulatorControl;
  readonly user: string;
  readonly token: string;
  /** `sid` claim: scopes simulator faults to this row. */
  readonly sessionId: string;
  readonly tenantId: string;
  readonly objectId: string;
}

export interface McpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Message {
  readonly error?: { readonly code: number; readonly message: string };
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text: string }[];
    readonly structuredContent?: { readonly error?: Readonly<Record<string, unknown>> };
  };
}

/** Creates an access token for one row. */
export async function openSession(connector: Connector, user: string): Promise<FaultSession> {
  const token = await connector.token(user);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string;
    tid: string;
    oid: string;
  };
  return {
    connector,
    control: connector.simulation.tenant.control,
    user,
    token,
    sessionId: claims.sid,
    tenantId: claims.tid,
    objectId: claims.oid,
  };
}

/** Sends an MCP request. */
export async function send(session: FaultSession, request: McpRequest): Promise<McpResponse> {
  const message = mcpMessage(request.method, request.params);
  const { token } = session;
  const response = await session.connector.post(message.body, { token, headers: message.headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Runs a row and checks the response, the upstream requests and the audit event. */
export async function runFault(
  row: FaultRow,
  session: FaultSession,
  request: McpRequest,
  expect: ExpectStatic,
): Promise<void> {
  const { control, sessionId, user } = session;
  const asked = row.request ?? request;
  for (const fault of row.faults ?? []) control.addFault({ ...fault, sessionId });
  if (row.entraError) control.forceError({ at: 'on_behalf_of', user, times: 100, ...row.entraError });
  await row.before?.(session);
  const before = countUpstream(session);
  const pending = send(session, asked);
  if (row.during) {
    while (countUpstream(session).all === before.all) await pause();
    await row.during(session);
  }
  const response = await pending;
  expectResponse(response, row.response, expect);
  expect(upstreamSince(session, before)).toEqual({ entra: row.entraRequests, graph: row.graphRequests });
  const [event, ...more] = await findAuditEvents(session.connector, response);
  expect([event?.['outcome'], event?.['reason'], event?.['exchange']].filter(Boolean).join(' ')).toBe(
    row.auditEvent,
  );
  expect(event).toMatchObject({ status: response.status });
  expect(more).toEqual([]);
  if (!row.repeated) return;
  const between = countUpstream(session);
  expectResponse(await send(session, asked), row.repeated.response, expect);
  expect(upstreamSince(session, between)).toEqual({
    entra: row.repeated.entraRequests,
    graph: row.repeated.graphRequests,
  });
}

function countUpstream({ control, sessionId }: FaultSession) {
  const of = (kind: 'token:on_behalf_of' | 'graph') => control.requests({ kind, sessionId }).length;
  const [entra, graph] = [of('token:on_behalf_of'), of('graph')];
  return { entra, graph, all: entra + graph };
}

function upstreamSince(session: FaultSession, before: ReturnType<typeof countUpstream>) {
  const now = countUpstream(session);
  return { entra: now.entra - before.entra, graph: now.graph - before.graph };
}

/** Audit events of a response. The log line may arrive after the response. */
export async function findAuditEvents(
  { simulation }: Connector,
  { headers }: McpResponse,
): Promise<AuditLine[]> {
  const requestId = headers.get('x-request-id');
  const find = () =>
    simulation.worker.log.filter(
      (line) => line.includes('"m365_mcp.audit"') && line.includes(`"requestId":"${requestId}"`),
    );
  for (let attempt = 0; attempt < 500 && find().length === 0; attempt += 1) await pause();
  return find().map((line) => JSON.parse(line) as AuditLine);
}

export function expectResponse(
  { status, headers, text }: McpResponse,
  expected: ExpectedResponse,
  expect: ExpectStatic,
): void {
  expect(text).not.toMatch(/canary|Trace ID|Correlation ID|error_uri/);
  if (expected.kind === 'http') {
    expect({ status, body: JSON.parse(text) as unknown }).toMatchObject({
      status: expected.status,
      body: {
        error: expected.error,
        error_description: expect.stringContaining(expected.message) as string,
      },
    });
    // Retry-After stands only on 429 and 503, a challenge only where a sign-in helps: clients would loop otherwise.
    expect(/^[1-9]\d*$/.test(headers.get('retry-after') ?? '')).toBe(status === 503 || status === 429);
    const isChallenge = status === 401 || expected.error === 'insufficient_scope';
    expect(headers.has('www-authenticate')).toBe(isChallenge);
    return;
  }
  expect(status).toBe(200);
  const { result, error } = JSON.parse(text) as Message;
  switch (expected.kind) {
    case 'result':
      expect(result).toBeDefined();
      expect(result?.structuredContent?.error).toBeUndefined();
      expect(result?.isError).toBeUndefined();
      return;
    case 'tool':
      expect(result?.isError).toBe(true);
      expect(result?.structuredContent?.error).toMatchObject({
        code: expected.code,
        message: expect.stringContaining(expected.message) as string,
        ...(expected.retryAfter !== undefined && { retryAfterSeconds: expected.retryAfter }),
      });
      expect(result?.content?.[0]?.text).toContain(expected.message);
      return;
    case 'rpc':
      expect(error).toMatchObject({
        code: expected.code,
        message: expect.stringContaining(expected.message) as string,
      });
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
