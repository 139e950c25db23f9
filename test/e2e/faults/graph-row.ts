import type { Fault } from 'm365-simulator';
import { type ExpectedResponse, type FaultRow, type McpRequest, success, upstreamText } from './fault-row.ts';

/** Matches every request to Graph. */
export const graph = { kind: 'graph' } as const;
export const json = { 'content-type': 'application/json' };

/** A tools/call request. */
export const toolCall = (name: string, args: Record<string, unknown>): McpRequest => ({
  method: 'tools/call',
  params: { name, arguments: args },
});

/** An error response of Graph. */
export function graphError(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Extract<Fault, { readonly effect: 'status' }> {
  const body = JSON.stringify({ error: { code, message: upstreamText } });
  return { effect: 'status', status, headers: { ...json, ...headers }, body };
}

/** A row whose Graph requests all fail. */
export function failsWith(
  name: string,
  spoilt: Fault,
  response: ExpectedResponse,
  requests: number,
): FaultRow {
  const reason = response.kind === 'tool' ? response.code : '';
  return {
    name,
    faults: [{ ...graph, ...spoilt }],
    response,
    entraRequests: 1,
    graphRequests: requests,
    auditEvent: `failed ${reason} exchanged`,
  };
}

/** A row whose Graph request fails once. */
export function recovers(name: string, spoilt: Fault, requests = 2): FaultRow {
  return {
    name: `${name}, then well`,
    faults: [{ ...graph, times: 1, ...spoilt }],
    response: success,
    entraRequests: 1,
    graphRequests: requests,
    auditEvent: 'ok exchanged',
  };
}
