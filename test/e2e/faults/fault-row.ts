import type { AadstsCode, Fault } from 'm365-simulator';
import type { FaultSession } from './run-fault.ts';

/** Expected response. Every error message contains advice. */
export type ExpectedResponse =
  | { readonly kind: 'result' }
  | { readonly kind: 'tool'; readonly code: string; readonly message: string; readonly retryAfter?: number }
  | { readonly kind: 'rpc'; readonly code: number; readonly message: string }
  | { readonly kind: 'http'; readonly status: number; readonly error: string; readonly message: string };

/** An MCP request. */
export interface McpRequest {
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

/** A fault and the expected effects. */
export interface FaultRow {
  readonly name: string;
  /** Default: the one of the table. */
  readonly user?: string;
  /** Simulator faults for the requests of this session. */
  readonly faults?: readonly Fault[];
  /** AADSTS error in place of a Graph token. */
  readonly entraError?: { readonly code: AadstsCode; readonly times?: number; readonly claims?: string };
  /** Runs before the call. */
  readonly before?: (session: FaultSession) => Promise<unknown>;
  /** Runs during the call, after the first upstream request. */
  readonly during?: (session: FaultSession) => Promise<unknown>;
  /** Default: the one of the table. */
  readonly request?: McpRequest;
  readonly response: ExpectedResponse;
  /** Expected number of on-behalf-of requests and Graph requests. */
  readonly entraRequests: number;
  readonly graphRequests: number;
  /** `outcome`, `reason` and `exchange` of the audit event, joined by spaces. */
  readonly auditEvent: string;
  /** Expected result of the same call once more, with its additional requests. */
  readonly repeated?: Pick<FaultRow, 'response' | 'entraRequests' | 'graphRequests'>;
}

/** A result without an error. */
export const success: ExpectedResponse = { kind: 'result' };

/** A tool result with `isError`. */
export function toolError(code: string, says: string, retryAfter?: number): ExpectedResponse {
  return { kind: 'tool', code, message: says, ...(retryAfter !== undefined && { retryAfter }) };
}

/** An HTTP error before the MCP layer. */
export function httpError(status: number, error: string, says: string): ExpectedResponse {
  return { kind: 'http', status, error, message: says };
}

/** Text of upstream responses. No response of the connector may contain it. */
export const upstreamText = 'canary of upstream';

/** An HTML page of a gateway. */
export const htmlPage = {
  headers: { 'content-type': 'text/html' },
  body: `<html><body>${upstreamText}</body></html>`,
};
