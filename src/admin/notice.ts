import type { Messages } from '../http/messages/en.ts';

/** Codes of the texts in the catalog. */
export type NoticeCode = keyof Messages['admin']['notices'];

/** A message that a page shows once, about the last action. */
export interface AdminNotice {
  readonly code: NoticeCode;
  /** Id of the part of the page, or of the field. */
  readonly at: string;
  /** An AADSTS code, or the rejected text of a field. */
  readonly detail: string | undefined;
}

/** Notices of changes that were made, or were already in effect. */
export const doneNotices: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  'changed',
  'changed_unchecked',
  'unchanged',
  'revoked_user',
  'revoked_everybody',
  'reread',
]);

/** The text of the cookie. */
export function formatNotice({ code, at, detail }: AdminNotice): string {
  return [code, at, ...(detail === undefined ? [] : [detail])].map(encodeURIComponent).join('&');
}

/** Parses the text of the cookie. Undefined for anything else. */
export function parseNotice(text: string, { admin }: Messages): AdminNotice | undefined {
  try {
    const [code = '', at = '', detail] = text.split('&').map(decodeURIComponent);
    return Object.hasOwn(admin.notices, code) ? { code: code as NoticeCode, at, detail } : undefined;
  } catch {
    return undefined;
  }
}
