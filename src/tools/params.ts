import { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import { kqlFilter, kqlText } from '../graph/kql.ts';
import { mailboxOwner } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { resolveDate } from '../time/date-range.ts';
import { type Zone, createZone } from '../time/time-zone.ts';
import type { ToolContext } from './define-tool.ts';

/*
 * What several tools ask for, described once and in few words: every word is paid for in each conversation. What can
 * be found wrong without Microsoft 365 is found wrong here, before anything leaves.
 */

/** A bounded, non-empty text. */
export const text = z.string().trim().min(1).max(1024);

/** A text that `check` lets by: the error that it throws says why not. */
export function checkedText(check: (value: string) => unknown): z.ZodString {
  return text.superRefine((value, context) => {
    const fault = faultOf(() => check(value));
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });
}

/** The message of the AppError that the check throws, without its full stop. */
export function faultOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** Zone and time do not matter for whether a text is a date at all. */
const anyFrame = { zone: createZone('UTC'), nowMs: Date.UTC(2026, 0, 1) };
const date = (argument: string) => checkedText((value) => resolveDate(value, argument, anyFrame));

/** What to look for: words and KQL. */
export const query = checkedText((value) => kqlText(value));

/** A name or address that is looked for in one property: it has to hold something to look for. */
export const name = checkedText((value) => kqlFilter('from', value, { argument: 'it' }));

/** Start and end of a time span, and the zone that they are read and shown in. */
export const timeSpan = {
  afterDateTime: date('afterDateTime').optional().describe('ISO 8601 or words: yesterday, last monday.'),
  beforeDateTime: date('beforeDateTime').optional().describe('Exclusive.'),
  timeZone: checkedText((value) => createZone(value))
    .optional()
    .describe('IANA or Windows name; default: the person’s.'),
};

/** Somebody's mailbox or calendar. */
export const owner = (argument: string) => checkedText((value) => mailboxOwner(value, argument)).optional();

/** Whose mailbox, under the name that people know from elsewhere too. */
export const mailboxOf = {
  mailbox: owner('mailbox').describe('Address of a shared mailbox.'),
  mailboxOwnerEmail: owner('mailboxOwnerEmail').describe('Same as mailbox.'),
};

/** Where to go on. */
export const paging = {
  offset: z.int().min(0).max(1000).default(0),
  cursor: z.string().min(1).max(4096).optional().describe('page.cursor of the last answer; repeat all else.'),
};

/** How many items to show. */
export function limit(most: number, usual: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(most).default(usual);
}

/** Whom a name means: `me` is the person who asks, by name, since that is what searches find. Any other is itself. */
export function resolveMe<Name extends string | undefined>(
  name: Name,
  { name: ownName, preferredUsername }: Pick<VerifiedCaller, 'name' | 'preferredUsername'>,
): Name | string {
  return name !== undefined && /^(?:me|myself)$/i.test(name) ? (ownName ?? preferredUsername ?? name) : name;
}

/** The zone that was asked for, else the person's own. */
export async function resolveTimeZone(timeZone: string | undefined, context: ToolContext): Promise<Zone> {
  return timeZone === undefined ? await context.timeZone() : createZone(timeZone);
}
