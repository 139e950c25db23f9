import { parseLeniently } from '../../../src/graph/lenient-schema.ts';
import type { GraphBytes, GraphClient, GraphDownload, GraphRequest } from '../../../src/graph/client.ts';

/** Validates as the Graph client does. */
function readValue<T>({ schema }: GraphRequest<T>, value: unknown): T {
  const parsed = parseLeniently(schema, value);
  if (parsed.success) return parsed.data;
  throw parsed.error;
}

/** Response to a request: a body, bytes for a download, or an error to throw. */
export type FakeResponse = (
  request: Pick<GraphRequest<unknown>, 'path' | 'query' | 'body' | 'prefer' | 'headers'>,
) => unknown;

/** A Graph client that responds from a function, validates with the request's schema and records the requests. */
export interface FakeGraph extends GraphClient {
  readonly requests: readonly Pick<GraphRequest<unknown>, 'path' | 'query' | 'body' | 'prefer' | 'headers'>[];
  /** Number of round trips; a batch is one. */
  readonly roundTrips: number;
}

export function fakeGraph(answer: FakeResponse): FakeGraph {
  const requests: GraphRequest<unknown>[] = [];
  let roundTrips = 0;

  function reply<T>(request: GraphRequest<T>): T {
    requests.push(request);
    const value = answer(request);
    if (value instanceof Error) throw value;
    return readValue(request, value);
  }

  return {
    requests,
    get roundTrips() {
      return roundTrips;
    },
    requestIds: [],
    reserveMemory: () => Promise.resolve(() => undefined),
    json: async (request) => {
      roundTrips += 1;
      return reply(request);
    },
    next: async (link, request) => {
      roundTrips += 1;
      return reply({ ...request, query: Object.fromEntries(new URL(link).searchParams) });
    },
    batch: async (list) => {
      roundTrips += 1;
      return list.map((request) => {
        try {
          return reply(request);
        } catch (error) {
          return error as Error;
        }
      });
    },
    download: async (request: GraphDownload): Promise<GraphBytes> => {
      roundTrips += 1;
      requests.push(request as unknown as GraphRequest<unknown>);
      const value = answer(request);
      if (value instanceof Error) throw value;
      return value as GraphBytes;
    },
  };
}
