import type { AuditEvent } from './audit-event.ts';

/** Where audit events go. */
export interface AuditLog {
  write(event: AuditEvent): void;
  /** An error that nobody foresaw, for the operator: its kind and where it arose. Messages may quote content: they stay out. */
  writeError(requestId: string, error: unknown): void;
}

/**
 * Audit as one JSON line per event on the Worker's log (Workers Logs, Logpush and Tail Workers pick it up), and as a
 * data point in Analytics Engine where one is bound. Both are synchronous, so the event is out before the answer.
 */
export function createAuditLog(region: string, counters: AnalyticsEngineDataset | undefined): AuditLog {
  return {
    write: (event) => {
      console.log(JSON.stringify(region === '' ? event : { ...event, region }));
      counters?.writeDataPoint({
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
      console.error(JSON.stringify({ event: 'm365_mcp.fault', requestId, causes: causesOf(error) }));
    },
  };
}

function causesOf(error: unknown): { name: string; frames: string[] }[] {
  const causes: { name: string; frames: string[] }[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 4; cause = cause.cause) {
    const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
    causes.push({ name: cause.name, frames: frames.slice(0, 8).map((line) => line.trim()) });
  }
  return causes;
}
