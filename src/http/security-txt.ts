import { Hono } from 'hono';
import type { Clock } from '../lib/clock.ts';

export interface SecurityTxtOptions {
  readonly publicUrl: URL;
  /** URIs for reports of vulnerabilities, in order of preference. Empty: there is no file. */
  readonly contacts: readonly string[];
  readonly clock: Clock;
}

/** RFC 9116 recommends less than a year. */
const validDays = 180;
const dayMs = 24 * 3_600_000;

/**
 * `/.well-known/security.txt`: where to report a vulnerability. The contacts are those of the running configuration, so the
 * end of validity moves with each day.
 * @see https://www.rfc-editor.org/rfc/rfc9116
 */
export function securityTxtRoutes({ publicUrl, contacts, clock }: SecurityTxtOptions): Hono {
  const routes = new Hono();
  if (contacts.length === 0) return routes;
  routes.get('/.well-known/security.txt', (c) => {
    const day = Math.floor(clock.nowMs() / dayMs) + validDays;
    const lines = [
      ...contacts.map((contact) => `Contact: ${contact}`),
      `Expires: ${new Date(day * dayMs).toISOString()}`,
      `Canonical: ${publicUrl.origin}/.well-known/security.txt`,
      'Preferred-Languages: en',
    ];
    return c.text(`${lines.join('\n')}\n`);
  });
  return routes;
}
