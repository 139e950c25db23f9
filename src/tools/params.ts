import { z } from 'zod';
import { kqlFilter, kqlText } from '../graph/kql.ts';
import { mailboxOwner } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { isMe } from '../m365/people/resolve.ts';
import { type DateRange, resolveDate, resolveDateRange } from '../time/date-range.ts';
import type { Direction } from '../time/relative-dates.ts';
import { type Zone, createZone } from '../time/time-zone.ts';
import type { ToolContext } from './define-tool.ts';

/*
 * Parameters that several tools share. Descriptions are short because every conversation pays for each word. Errors
 * that can be found without Microsoft 365 are found here, before a request is sent.
 */

/** A bounded, non-empty text. */
export const text = z.string().trim().min(1).max(1024);

/** A text that `check` accepts; the message of the AppError that it throws becomes the issue. */
export function checkedText(check: (value: string) => unknown): z.ZodString {
  return text.superRefine((value, context) => {
    const message = validationMessage(() => check(value));
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** The message of the AppError that the check throws, without its full stop; undefined when it throws nothing. */
export function validationMessage(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

const utc = createZone('UTC');
/** Any zone and time: whether a text is a date does not depend on them. */
const anyFrame = { zone: utc, nowMs: Date.UTC(2026, 0, 1) };
const date = (argument: string) => checkedText((value) => resolveDate(value, argument, anyFrame));

/** Words and KQL to search for. */
export const query = checkedText((value) => kqlText(value));

/** `Adele Vance <adele@contoso.com>`, as results show people, or `mailto:adele@contoso.com`: the address counts. */
const labeledAddress = /^(?:[^<>@]*<|mailto:)([^\s<>()@]+@[^\s<>()@]+)>?$/i;

/** A name or e-mail address to search for in one property. */
export const name = text
  .overwrite((value) => labeledAddress.exec(value)?.[1] ?? value)
  .superRefine((value, context) => {
    const message = validationMessage(() => kqlFilter('from', value, { argument: 'it' }));
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** Start and end of the dates, and the time zone that they are read and shown in. */
export const timeSpan = {
  afterDateTime: date('afterDateTime')
    .optional()
    .describe('ISO 8601, last monday, or a span: this week, Q4.'),
  beforeDateTime: date('beforeDateTime').optional().describe('Exclusive.'),
  timeZone: checkedText((value) => createZone(value))
    .optional()
    .describe('Default: the user’s.'),
};

/** A name of letters, such as `Adele Vance`: everything else must be an address or an object id. */
const ownerName = /^(?=.*\p{L})[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .,'’&-]{0,99}$/u;

/** The owner of a shared mailbox or calendar, by address or name. */
export const owner = (argument: string) =>
  checkedText((value) => ownerName.test(value) || mailboxOwner(value, argument)).optional();

/** The owner of a mailbox, under two names: other connectors use the second one. */
export const mailboxOwnerInput = {
  mailbox: owner('mailbox').describe('Owner of a shared mailbox.'),
  mailboxOwnerEmail: owner('mailboxOwnerEmail').describe('Same as mailbox.'),
};

/** Offset and cursor. */
export const paging = {
  offset: z.int().min(0).max(1000).default(0),
  cursor: z.string().min(1).max(4096).optional().describe('page.cursor; repeat all else.'),
};

/** Number of items to return. */
export function limit(max: number, usual: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(max).default(usual);
}

/** The words of a query. Undefined for `*`, which lists everything. */
export function queryWords(query: string | undefined): string | undefined {
  return query === '*' ? undefined : query;
}

/** Input of a search with dates, resolved. */
export interface SearchScope {
  /** Zone of the dates. UTC without dates: nothing is read in it. */
  readonly zone: Zone;
  /** Zone of the results. Without dates the search is sent beside the request for it. */
  readonly userZone: Promise<Zone>;
  readonly nowMs: number;
  readonly dates: DateRange;
  /** Start of the dates, inclusive. */
  readonly afterMs: number | undefined;
  /** End of the dates, exclusive. */
  readonly beforeMs: number | undefined;
  /** Replaces `me` by the user's display name, which is the value that searches find. */
  readonly me: <Name extends string | undefined>(name: Name) => Name | string;
}

/** Resolves time zone, dates (`monday` by direction) and `me`. @throws AppError `invalid_argument` for an empty range of dates */
export async function resolveSearch(
  input: {
    readonly timeZone?: string | undefined;
    readonly afterDateTime?: string | undefined;
    readonly beforeDateTime?: string | undefined;
  },
  context: ToolContext,
  direction: Direction = 'past',
): Promise<SearchScope> {
  const { name: ownName, preferredUsername } = context.caller;
  const userZone =
    input.timeZone === undefined ? context.timeZone() : Promise.resolve(createZone(input.timeZone));
  const hasDates = input.afterDateTime !== undefined || input.beforeDateTime !== undefined;
  const zone = hasDates ? await userZone : utc;
  const nowMs = context.clock.nowMs();
  const dates = resolveDateRange(input, { zone, nowMs, direction });
  return {
    zone,
    userZone,
    nowMs,
    dates,
    afterMs: dates.after?.instantMs,
    beforeMs: dates.before?.instantMs,
    me: (name) => (name !== undefined && isMe(name) ? (ownName ?? preferredUsername ?? name) : name),
  };
}
