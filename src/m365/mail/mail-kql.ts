import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import type { MailQuery } from './mail-query.ts';

/** Everything that is asked for, as one query. Dates count by the day here; the rest is sorted out afterwards. */
export function mailKql({ text, sender, recipient, afterMs, beforeMs, zone }: MailQuery): Kql {
  return kqlAll([
    text === undefined ? undefined : kqlText(text),
    sender === undefined ? undefined : kqlFilter('from', sender, { argument: 'sender' }),
    recipient === undefined ? undefined : kqlFilter('recipients', recipient, { argument: 'recipient' }),
    kqlDays('received', { afterMs, beforeMs }, zone),
  ]);
}
