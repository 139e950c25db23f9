import { tracing } from 'cloudflare:workers';
import type { OnBehalfOf } from './entra/on-behalf-of.ts';
import type { McpRouteServices } from './http/routes/mcp.ts';

type Stages = Pick<McpRouteServices, 'verifier' | 'vault' | 'endpoint' | 'graph'>;

/**
 * The same services, each call a span: `verify`, `vault`, `mcp`, and `graph` within it. Where traces are off, which is
 * the rule, a span is nothing. It gets no attribute: which person and which query it was stays out of traces.
 * @see docs/decisions/no-automatic-traces.md
 */
export function traceStages({ verifier, vault, endpoint, graph }: Stages): Stages {
  return {
    verifier: { verify: (token) => span('verify', () => verifier.verify(token)) },
    vault: { ...vault, graphToken: (...request) => span('vault', () => vault.graphToken(...request)) },
    endpoint: { ...endpoint, serve: (...request) => span('mcp', () => endpoint.serve(...request)) },
    graph: (accessToken, signal) => {
      const client = graph(accessToken, signal);
      return {
        ...client,
        json: (request) => span('graph', () => client.json(request)),
        next: (link, request) => span('graph', () => client.next(link, request)),
        batch: (requests) => span('graph', () => client.batch(requests)),
        download: (request) => span('graph', () => client.download(request)),
      };
    },
  };
}

/** The exchange with Entra, as a span of the vault object. */
export function traceExchange(onBehalfOf: OnBehalfOf): OnBehalfOf {
  return { exchange: (request) => span('exchange', () => onBehalfOf.exchange(request)) };
}

function span<T>(name: string, run: () => Promise<T>): Promise<T> {
  return tracing.enterSpan(name, run);
}
