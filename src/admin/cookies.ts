import type { Context } from 'hono';
import { readHostCookie, writeHostCookie } from '../http/cookies.ts';
import { readMessages } from '../http/messages/catalog.ts';
import { type AdminNotice, formatNotice, parseNotice } from './notice.ts';
import { adminSessionTtlMs } from './session.ts';

const sessionCookie = 'm365-admin';
const checkCookie = 'm365-check';
const noticeCookie = 'm365-notice';
/** The redirect to the page may include a sign-in. */
const noticeTtlMs = 5 * 60_000;

export function readAdminCookie(c: Context): string | undefined {
  return readHostCookie(c, sessionCookie);
}

/** Starts a session, or deletes it if undefined. The report of the previous session is deleted. */
export function writeAdminCookie(c: Context, session: string | undefined): void {
  writeHostCookie(c, sessionCookie, session ?? '', session === undefined ? 0 : adminSessionTtlMs);
  writeHostCookie(c, checkCookie, '', 0);
}

/** The sealed report of the last self-check. */
export function readCheckCookie(c: Context): string | undefined {
  return readHostCookie(c, checkCookie);
}

export function writeCheckCookie(c: Context, report: string): void {
  writeHostCookie(c, checkCookie, report, adminSessionTtlMs);
}

/** Reads the notice that the next page shows once. */
export function readNotice(c: Context): AdminNotice | undefined {
  return parseNotice(readHostCookie(c, noticeCookie) ?? '', readMessages(c));
}

/** Reads the notice and deletes it. */
export function takeNotice(c: Context): AdminNotice | undefined {
  const notice = readNotice(c);
  if (notice) writeNotice(c, undefined);
  return notice;
}

/** Undefined deletes the notice. */
export function writeNotice(c: Context, notice: AdminNotice | undefined): void {
  writeHostCookie(c, noticeCookie, notice ? formatNotice(notice) : '', notice ? noticeTtlMs : 0);
}
