import type { Context } from 'hono';
import type { AuditLog } from '../audit/audit-log.ts';
import { AuditRecord } from '../audit/audit-record.ts';
import type { Clock } from '../lib/clock.ts';

/** What a trail works with. */
export interface TrailServices {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/** What servers log for a client that closed the connection; nobody receives it. */
const clientClosedRequest = 499;

/**
 * Begins the audit of a request that takes its time. The platform drops the work of a request whose client has gone, so
 * the event of what was done until then is written as soon as it goes.
 */
export function startAudit(c: Context, { auditLog, clock }: TrailServices): AuditRecord {
  const trail = new AuditRecord(auditLog, clock, crypto.randomUUID());
  const cancel = () => trail.finish('cancelled', clientClosedRequest);
  c.req.raw.signal.addEventListener('abort', cancel, { once: true });
  return trail;
}
