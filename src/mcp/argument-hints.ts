import type { z } from 'zod';

/** Arguments that are counts: a larger one is limited rather than rejected, up to this value. */
const counts: ReadonlySet<string> = new Set(['limit', 'maxCandidates']);
const maxCount = 1000;

/** Arguments after the counts above their limit were replaced, with a note for each. */
interface LimitedArguments {
  readonly args: unknown;
  readonly notes: readonly string[];
}

/** Replaces counts above the limit of the schema by that limit. Other invalid values stay as they are. */
export function limitCounts(schema: z.ZodObject, args: unknown): LimitedArguments {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return { args, notes: [] };
  const tooLarge = Object.entries(args).some(
    ([name, value]) => counts.has(name) && Number.isInteger(value) && value <= maxCount,
  );
  const issues = tooLarge ? (schema.safeParse(args).error?.issues ?? []) : [];
  const limits = issues.flatMap((issue) => {
    const name = String(issue.path[0]);
    return issue.code === 'too_big' && issue.path.length === 1 && counts.has(name)
      ? [[name, Number(issue.maximum)] as const]
      : [];
  });
  return {
    args: { ...args, ...Object.fromEntries(limits) },
    notes: limits.map(([name, limit]) => `\`${name}\` is limited to ${limit}.`),
  };
}

/** The reason why an argument is invalid, as the end of a sentence that begins with its name. */
export function describeIssue(issue: z.core.$ZodIssue | undefined, argument: string): string {
  switch (issue?.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? ' is required'
        : ` must be of type ${issue.expected === 'int' ? 'integer' : issue.expected}`;
    case 'too_small':
      if (issue.origin === 'number') return ` must be at least ${issue.minimum}`;
      return issue.minimum === 1 ? ' must not be empty' : ` must have at least ${issue.minimum} elements`;
    case 'too_big': {
      if (issue.origin === 'number') return ` must be at most ${issue.maximum}`;
      const unit = issue.origin === 'string' ? 'characters' : 'elements';
      return ` must have at most ${issue.maximum} ${unit}`;
    }
    case 'invalid_value':
      return ` must be one of: ${issue.values.map(String).join(', ')}`;
    default: {
      const message = issue?.message ?? 'is not valid';
      // Messages of custom checks begin with the name of the argument.
      return message.startsWith(`${argument} `) ? message.slice(argument.length) : `: ${message}`;
    }
  }
}

/** Names that other connectors use, with the arguments here that mean the same. */
const synonyms: readonly (readonly [names: string, meanings: string])[] = [
  ['from fromaddress author createdby by sender user', 'sender author attendee'],
  ['to toaddress recipients cc', 'recipient participants'],
  ['top maxresults count size pagesize perpage numresults max first take', 'limit maxCandidates'],
  ['skip start page index', 'offset startPage'],
  ['durationminutes meetingduration length minutes', 'duration'],
  ['attendees people users emails members invitees attendee', 'participants attendee'],
  ['optionalattendees optional', 'optionalParticipants'],
  [
    'since after from startdate startdatetime starttime start datefrom mindate timemin dueafter duefrom',
    'afterDateTime',
  ],
  [
    'until before to enddate enddatetime endtime end dateto maxdate timemax duebefore due duedate',
    'beforeDateTime',
  ],
  ['q query search searchterm searchquery text keywords keyword words', 'query name find'],
  ['folder folderid mailfolder path', 'folderName'],
  ['id url link resource messageid fileid itemid', 'uri'],
  ['pagetoken skiptoken nextlink pagecursor', 'cursor'],
  ['timezone tz', 'timeZone'],
  ['filetype type extension filetypes format', 'fileType'],
  ['sort sortby orderby sortorder', 'order'],
  ['isread isunread read unreadonly', 'unread'],
  ['isflagged', 'flagged'],
  ['hasattachment attachments withattachments', 'hasAttachments'],
  ['conversation conversationid threadid', 'thread'],
  ['owner calendar calendarowner userid mailboxowner', 'calendarOwnerEmail mailbox'],
  ['sitename siteurl siteid', 'site'],
  ['chatid channel team', 'chat query'],
];

/** The argument of a tool that an unknown name probably means; undefined if none is close. */
export function suggestArgument(unknown: string, known: readonly string[]): string | undefined {
  const plain = plainName(unknown);
  const same = known.find((name) => plainName(name) === plain);
  if (same !== undefined) return same;
  for (const [names, meanings] of synonyms) {
    if (!names.split(' ').includes(plain)) continue;
    const meaning = meanings.split(' ').find((name) => known.includes(name));
    if (meaning !== undefined) return meaning;
  }
  if (plain.length < 4) return undefined;
  return known.find((name) => {
    const other = plainName(name);
    return other.length >= 4 && (other.includes(plain) || plain.includes(other));
  });
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
