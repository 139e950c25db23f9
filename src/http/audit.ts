import type { Context } from 'hono';
import type { AuditLog } from '../audit/audit-log.ts';
import { AuditRecord } from '../audit/audit-record.ts';
import type { Clock } from '../lib/clock.ts';

export interface AuditDependencies {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

/** Status in the audit of a request whose client closed the connection. It is not sent. */
const clientClosedRequest = 499;

/**
 * Starts the audit record of a request. The platform cancels the request when its client disconnects, so the event is
 * written as soon as that happens.
 */
export function startAudit(c: Context, { auditLog, clock }: AuditDependencies): AuditRecord {
  const audit = new AuditRecord(auditLog, clock, crypto.randomUUID());
  const cancel = () => audit.finish('cancelled', clientClosedRequest);
  c.req.raw.signal.addEventListener('abort', cancel, { once: true });
  return audit;
}
