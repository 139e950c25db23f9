import type { AadstsCode, Fault } from 'm365-simulator';
import type { FaultWorld } from './run-fault.ts';

/** What a client is told. Every refusal says what to do next. */
export type ExpectedAnswer =
  | { readonly kind: 'result' }
  | { readonly kind: 'tool'; readonly code: string; readonly says: string; readonly retryAfter?: number }
  | { readonly kind: 'rpc'; readonly code: number; readonly says: string }
  | { readonly kind: 'http'; readonly status: number; readonly error: string; readonly says: string };

/** A message that a row sends. */
export interface Question {
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

/** One thing that goes wrong, and everything that must come of it. */
export interface FaultRow {
  readonly name: string;
  /** Default: that of the table. */
  readonly person?: string;
  /** What Microsoft does to the requests of this row's sign-in, and to no other. */
  readonly faults?: readonly Fault[];
  /** An error that Entra gives this row's person instead of a Graph token. */
  readonly entraError?: { readonly code: AadstsCode; readonly times?: number; readonly claims?: string };
  /** Done before the call. */
  readonly before?: (world: FaultWorld) => Promise<unknown>;
  /** Done while the call is under way: once Microsoft has been asked. */
  readonly meanwhile?: (world: FaultWorld) => Promise<unknown>;
  /** Default: that of the table. */
  readonly question?: Question;
  readonly answer: ExpectedAnswer;
  /** Requests to Entra's token endpoint and to Graph. */
  readonly entra: number;
  readonly graph: number;
  /** `outcome`, `reason` and `exchange` of the one audit event, joined by spaces. */
  readonly event: string;
  /** What the same call comes to when it is made once more, with further requests. */
  readonly again?: Pick<FaultRow, 'answer' | 'entra' | 'graph'>;
}

/** All is well. */
export const result: ExpectedAnswer = { kind: 'result' };

/** A tool says that it failed. */
export function toolError(code: string, says: string, retryAfter?: number): ExpectedAnswer {
  return { kind: 'tool', code, says, ...(retryAfter !== undefined && { retryAfter }) };
}

/** An answer before the protocol. */
export function refusal(status: number, error: string, says: string): ExpectedAnswer {
  return { kind: 'http', status, error, says };
}

/** What upstream says must stay upstream: no answer may hold it. */
export const upstreamText = 'canary of upstream';

/** A page as gateways send it. */
export const html = {
  headers: { 'content-type': 'text/html' },
  body: `<html><body>${upstreamText}</body></html>`,
};
