import type { Trace } from '../lib/trace.ts';
import type { AuditEvent, ContentReadEvent } from './audit-event.ts';

/** Destination of audit events. */
export interface AuditLog {
  write(event: AuditEvent): void;
  writeContentRead(event: ContentReadEvent): void;
  /** Logs name and stack frames of an unexpected error. Its message is left out because it may quote content. */
  writeError(requestId: string, error: unknown): void;
}

/**
 * Writes each event as one JSON line to the Worker's log (read by Workers Logs, Logpush and Tail Workers), as a data
 * point to Analytics Engine if a dataset is bound, and as attributes to the current span. All of it is synchronous, so
 * the event is written before the response is sent.
 */
export function createAuditLog(
  region: string,
  dataset: AnalyticsEngineDataset | undefined,
  trace: Trace,
  deployment?: string,
): AuditLog {
  const origin = { ...(region !== '' && { region }), ...(deployment !== undefined && { deployment }) };
  return {
    write: (event) => {
      console.log(JSON.stringify({ ...event, ...origin }));
      dataset?.writeDataPoint({
        indexes: [event.tenantId ?? 'unknown'],
        blobs: [
          event.operation,
          event.tool ?? '',
          event.outcome,
          event.reason ?? '',
          region,
          event.exchange ?? '',
        ],
        doubles: [1, event.durationMs, event.status],
      });
      const { requestId, tenantId, tool, outcome, reason, status } = event;
      trace.setAttributes({ requestId, tenant: tenantId, tool, outcome, reason, status });
    },
    writeContentRead: (event) => console.log(JSON.stringify({ ...event, ...origin })),
    writeError: (requestId, error) => {
      console.error(JSON.stringify({ event: 'm365_mcp.fault', requestId, causes: describeCauses(error) }));
    },
  };
}

function describeCauses(error: unknown): { name: string; frames: string[] }[] {
  const causes: { name: string; frames: string[] }[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 4; cause = cause.cause) {
    const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
    causes.push({ name: cause.name, frames: frames.slice(0, 8).map((line) => line.trim()) });
  }
  return causes;
}
