import type { Context } from 'hono';
import type { AuditLog } from '../audit/audit-log.ts';
import { AuditRecord } from '../audit/audit-record.ts';
import type { Clock } from '../lib/clock.ts';
import { networkPrefix } from './rate-limit.ts';

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
  const audit = createAudit(c, { auditLog, clock });
  const cancel = () => audit.finish('cancelled', clientClosedRequest);
  c.req.raw.signal.addEventListener('abort', cancel, { once: true });
  return audit;
}

/** An audit record that names the network of the request. */
export function createAudit(c: Context, { auditLog, clock }: AuditDependencies): AuditRecord {
  const audit = new AuditRecord(auditLog, clock, crypto.randomUUID());
  const network = truncatedNetwork(c.req.header('cf-connecting-ip'));
  if (network !== undefined) audit.add({ network });
  return audit;
}

/** `203.0.113.0/24` or `2001:db8:1::/48`; undefined for anything that is not an IP address. */
export function truncatedNetwork(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const [, first] = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address) ?? [];
  if (first !== undefined) return `${first}.0/24`;
  const groups = networkPrefix(address).split(':');
  if (groups.length !== 4 || !groups.every((group) => /^[\da-f]{1,4}$/.test(group))) return undefined;
  return `${groups.slice(0, 3).join(':')}::/48`;
}
