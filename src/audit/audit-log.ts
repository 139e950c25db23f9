import type { AuditEvent } from './audit-event.ts';

/** Destination of audit events. */
export interface AuditLog {
  write(event: AuditEvent): void;
  /** Logs an unexpected error for the operator: names and stack frames. Messages are left out, since they may quote content. */
  writeError(requestId: string, error: unknown): void;
}

/**
 * Writes each event as one JSON line to the Worker's log (read by Workers Logs, Logpush and Tail Workers), and as a data
 * point to Analytics Engine if a dataset is bound. Both are synchronous: the event is written before the response is sent.
 */
export function createAuditLog(region: string, dataset: AnalyticsEngineDataset | undefined): AuditLog {
  return {
    write: (event) => {
      console.log(JSON.stringify(region === '' ? event : { ...event, region }));
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
    },
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
