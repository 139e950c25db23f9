import type { AuditEvent } from './audit-event.ts';

/** Where audit events go. */
export interface AuditLog {
  write(event: AuditEvent): void;
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
        blobs: [event.operation, event.tool ?? '', event.outcome, event.reason ?? '', region, event.exchange ?? ''],
        doubles: [1, event.durationMs, event.status],
      });
    },
  };
}
