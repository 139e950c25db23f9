import type { OnBehalfOf } from './entra/on-behalf-of.ts';
import type { McpRouteServices } from './mcp/route.ts';
import type { Trace } from './lib/trace.ts';

type Stages = Pick<McpRouteServices, 'verifier' | 'vault' | 'endpoint' | 'graph' | 'auditLog'>;

/**
 * The same services, each call a span: `verify`, `vault`, `mcp`, and `graph` within it. What the audit says of an answer
 * stands on the span that it was concluded in.
 */
export function traceStages({ verifier, vault, endpoint, graph, auditLog }: Stages, trace: Trace): Stages {
  return {
    verifier: {
      verify: (token) =>
        trace.stage(
          'verify',
          () => verifier.verify(token),
          ({ caller }) => ({ outcome: 'ok', tenant: caller.tenantId }),
        ),
    },
    vault: {
      ...vault,
      graphToken: (caller, ...request) =>
        trace.stage(
          'vault',
          () => vault.graphToken(caller, ...request),
          (token) => ({
            tenant: caller.tenantId,
            outcome: token.ok ? (token.exchanged ? 'exchanged' : 'cached') : token.reason,
          }),
        ),
    },
    endpoint: {
      ...endpoint,
      serve: (...request) =>
        trace.stage(
          'mcp',
          () => endpoint.serve(...request),
          () => ({}),
        ),
    },
    graph: (...terms) => {
      const client = graph(...terms);
      return {
        ...client,
        json: (request) => trace.stage('graph', () => client.json(request)),
        next: (link, request) => trace.stage('graph', () => client.next(link, request)),
        batch: (requests) => trace.stage('graph', () => client.batch(requests)),
        download: (request) => trace.stage('graph', () => client.download(request)),
      };
    },
    auditLog: {
      ...auditLog,
      write: (event) => {
        auditLog.write(event);
        const { requestId, tenantId, tool, outcome, reason, status } = event;
        trace.note({ requestId, tenant: tenantId, tool, outcome, reason, status });
      },
    },
  };
}

/** The exchange with Entra, as a span of the vault object. */
export function traceExchange(onBehalfOf: OnBehalfOf, trace: Trace): OnBehalfOf {
  return {
    exchange: (request) =>
      trace.stage(
        'exchange',
        () => onBehalfOf.exchange(request),
        (result) => ({ tenant: request.tenantId, outcome: result.ok ? 'ok' : result.failure.kind }),
      ),
  };
}
