import type { Fault } from 'm365-simulator';
import { type ExpectedAnswer, type FaultRow, type Question, result, upstreamText } from './fault-row.ts';

/** Every request to Graph. */
export const graph = { kind: 'graph' } as const;
export const json = { 'content-type': 'application/json' };

/** A call of a tool. */
export const tool = (name: string, args: Record<string, unknown>): Question => ({
  method: 'tools/call',
  params: { name, arguments: args },
});

/** What Graph says of a failure, in the words of its reference. */
export function says(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Extract<Fault, { readonly effect: 'status' }> {
  const body = JSON.stringify({ error: { code, message: upstreamText } });
  return { effect: 'status', status, headers: { ...json, ...headers }, body };
}

/** A request that fares badly each time. */
export function failing(name: string, spoilt: Fault, answer: ExpectedAnswer, requests: number): FaultRow {
  const reason = answer.kind === 'tool' ? answer.code : '';
  return {
    name,
    faults: [{ ...graph, ...spoilt }],
    answer,
    entra: 1,
    graph: requests,
    event: `failed ${reason} exchanged`,
  };
}

/** A request that fares well when it is made again. */
export function mended(name: string, spoilt: Fault, requests = 2): FaultRow {
  return {
    name: `${name}, then well`,
    faults: [{ ...graph, times: 1, ...spoilt }],
    answer: result,
    entra: 1,
    graph: requests,
    event: 'ok exchanged',
  };
}
