import type { AadstsCode, Fault } from 'm365-simulator';
import type { FaultSession } from './run-fault.ts';

/** What a client is told. Every refusal says what to do next. */
export type ExpectedResponse =
  | { readonly kind: 'result' }
  | { readonly kind: 'tool'; readonly code: string; readonly message: string; readonly retryAfter?: number }
  | { readonly kind: 'rpc'; readonly code: number; readonly message: string }
  | { readonly kind: 'http'; readonly status: number; readonly error: string; readonly message: string };

/** A message that a row sends. */
export interface McpRequest {
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

/** One thing that goes wrong, and everything that must come of it. */
export interface FaultRow {
  readonly name: string;
  /** Default: that of the table. */
  readonly user?: string;
  /** What Microsoft does to the requests of this row's sign-in, and to no other. */
  readonly faults?: readonly Fault[];
  /** An error that Entra gives this row's person instead of a Graph token. */
  readonly entraError?: { readonly code: AadstsCode; readonly times?: number; readonly claims?: string };
  /** Done before the call. */
  readonly before?: (session: FaultSession) => Promise<unknown>;
  /** Done while the call is under way: once Microsoft has been asked. */
  readonly during?: (session: FaultSession) => Promise<unknown>;
  /** Default: that of the table. */
  readonly request?: McpRequest;
  readonly response: ExpectedResponse;
  /** Requests to Entra's token endpoint and to Graph. */
  readonly entraRequests: number;
  readonly graphRequests: number;
  /** `outcome`, `reason` and `exchange` of the one audit event, joined by spaces. */
  readonly auditEvent: string;
  /** What the same call comes to when it is made once more, with further requests. */
  readonly repeated?: Pick<FaultRow, 'response' | 'entraRequests' | 'graphRequests'>;
}

/** All is well. */
export const success: ExpectedResponse = { kind: 'result' };

/** A tool says that it failed. */
export function toolError(code: string, says: string, retryAfter?: number): ExpectedResponse {
  return { kind: 'tool', code, message: says, ...(retryAfter !== undefined && { retryAfter }) };
}

/** An answer before the protocol. */
export function httpError(status: number, error: string, says: string): ExpectedResponse {
  return { kind: 'http', status, error, message: says };
}

/** What upstream says must stay upstream: no answer may hold it. */
export const upstreamText = 'canary of upstream';

/** A page as gateways send it. */
export const htmlPage = {
  headers: { 'content-type': 'text/html' },
  body: `<html><body>${upstreamText}</body></html>`,
};
