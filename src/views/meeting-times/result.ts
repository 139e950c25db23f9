/** A time to meet. Times are wall-clock times of the result's time zone, in milliseconds as if they were UTC. */
export interface MeetingTime {
  readonly startMs: number;
  /** Latest end of a meeting. */
  readonly endMs: number;
  readonly lengthMs: number;
  /** `+01:00` */
  readonly offset: string;
  /** Whether everybody is known to be free, and it is within the working hours of everybody. */
  readonly suitsEverybody: boolean;
  /** Who cannot attend, or only with a restriction. */
  readonly limits: readonly Limit[];
  /** Who is free, but works elsewhere. */
  readonly elsewhere: readonly string[];
  /** The start in other time zones. */
  readonly local: readonly { readonly zone: string; readonly startMs: number }[];
}

/** People to whom the same applies at a time. */
export interface Limit {
  readonly label: string;
  readonly names: readonly string[];
}

/** A person whose calendar was read. */
export interface Person {
  readonly who: string;
  readonly isOptional: boolean;
  readonly isUnknown: boolean;
  readonly zone: string | undefined;
  readonly hours: string | undefined;
  readonly away: readonly string[];
}

/** The result of `find_meeting_availability`. */
export interface MeetingTimes {
  readonly times: readonly MeetingTime[];
  readonly people: readonly Person[];
  /** The dates that were searched, if they are stated. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** Names that match nobody or several people. */
  readonly unclear: readonly { readonly name: string; readonly candidates: readonly string[] }[];
  /** IANA name, if it follows from the result. */
  readonly zone: string | undefined;
  readonly note: string | undefined;
  /** Whether there are times beyond these. */
  readonly hasMore: boolean;
}

/** Content of the view: times, or the reason for none. */
export type ViewContent =
  | { readonly ok: true; readonly value: MeetingTimes }
  | { readonly ok: false; readonly text: string };

const maxTimes = 50;
const maxPeople = 50;
const maxNameLength = 80;
const maxTextLength = 1000;
const maxSpanMs = 31 * 86_400_000;

/** Members of an item that name people, with the label of the view, most severe first. */
const limitLabels = {
  busy: 'busy',
  away: 'out of office',
  tentative: 'tentative',
  outsideHours: 'outside working hours',
} as const;

/** Reads a `CallToolResult`. Members of another form are left out, long texts and lists are cut. */
export function readToolResult(result: Readonly<Record<string, unknown>>): ViewContent {
  const structured = result['structuredContent'];
  if (result['isError'] === true) return { ok: false, text: errorText(result) };
  if (!isRecord(structured) || !Array.isArray(structured['items'])) {
    return { ok: false, text: 'The result has no times that this view can show.' };
  }
  const people = records(structured['people'], maxPeople).map(readPerson);
  const unknown = people.filter(({ isUnknown }) => isUnknown).map(({ who }) => who);
  const times = records(structured['items'], maxTimes).flatMap((item) => readTime(item, unknown) ?? []);
  const page = isRecord(structured['page']) ? structured['page'] : {};
  return {
    ok: true,
    value: {
      times: times.toSorted((first, second) => first.startMs - second.startMs),
      people,
      range: readRange(structured['dates']),
      unclear: records(structured['unclear'], maxPeople).map(({ name, candidates }) => ({
        name: text(name) ?? '',
        candidates: texts(candidates),
      })),
      zone: findZone(people, times),
      note: text(page['note'], maxTextLength),
      hasMore: page['more'] === true,
    },
  };
}

function readTime(
  item: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
): MeetingTime | undefined {
  const start = wallTime(item['start']);
  const end = wallTime(item['end']);
  if (!start || !end || end.ms <= start.ms) return undefined;
  const until = wallTime(item['until']);
  const endMs = until && until.ms > end.ms ? until.ms : end.ms;
  const limits = Object.entries({
    ...Object.fromEntries(Object.entries(limitLabels).map(([member, label]) => [label, texts(item[member])])),
    'calendar unknown': item['free'] === 'everybody' ? [] : unknown,
  })
    .filter(([, names]) => names.length > 0)
    .map(([label, names]) => ({ label, names }));
  return {
    startMs: start.ms,
    endMs: Math.min(endMs, start.ms + maxSpanMs),
    lengthMs: end.ms - start.ms,
    offset: start.offset,
    suitsEverybody: item['free'] === 'everybody' && limits.length === 0,
    limits,
    elsewhere: texts(item['elsewhere']),
    local: isRecord(item['local'])
      ? Object.entries(item['local'])
          .slice(0, maxPeople)
          .flatMap(([zone, value]) => {
            const time = wallTime(value);
            return time ? [{ zone: cut(zone, maxNameLength), startMs: time.ms }] : [];
          })
      : [],
  };
}

function readPerson({
  who,
  optional,
  zone,
  hours,
  away,
  unknown,
}: Readonly<Record<string, unknown>>): Person {
  return {
    who: text(who, 2 * maxNameLength) ?? '',
    isOptional: optional === true,
    isUnknown: unknown === true,
    zone: text(zone),
    hours: text(hours),
    away: texts(away),
  };
}

/** `local` of a time names every other zone, so the zone of a person that it does not name is that of the result. */
function findZone(people: readonly Person[], times: readonly MeetingTime[]): string | undefined {
  const others = new Set(times.flatMap(({ local }) => local.map(({ zone }) => zone)));
  return times.length === 0
    ? undefined
    : people.find(({ zone }) => zone !== undefined && !others.has(zone))?.zone;
}

function readRange(dates: unknown): MeetingTimes['range'] {
  const [from, to] =
    typeof dates === 'string' ? (cut(dates, maxTextLength).match(/\d{4}-\S{17}/g) ?? []) : [];
  const [first, last] = [wallTime(from), wallTime(to)];
  return first && last && last.ms > first.ms ? { fromMs: first.ms, toMs: last.ms } : undefined;
}

/** The wall-clock time of `2026-11-24T10:00+01:00`. */
function wallTime(value: unknown): { readonly ms: number; readonly offset: string } | undefined {
  const match = typeof value === 'string' ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d)([+-]\d\d:\d\d)$/.exec(value) : null;
  const ms = match ? Date.parse(`${match[1]}Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { ms, offset: match?.[2] ?? '' };
}

/** The text that the tool returns to the model. */
function errorText({ content }: Readonly<Record<string, unknown>>): string {
  const lines = records(content, maxPeople).flatMap(({ text: line }) => text(line, maxTextLength) ?? []);
  return lines.join('\n') || 'The search failed.';
}

function records(value: unknown, max: number): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.slice(0, max).filter(isRecord) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, maxPeople).flatMap((entry) => text(entry) ?? []) : [];
}

function text(value: unknown, maxLength = maxNameLength): string | undefined {
  return typeof value === 'string' && value !== '' ? cut(value, maxLength) : undefined;
}

/** Embeddings, overrides and isolates of the bidirectional algorithm: they can make a name read as another one. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/g;

/** Removes controls of direction, and cuts after whole code points. */
function cut(value: string, maxLength: number): string {
  const plain = value.slice(0, 2 * maxLength).replace(directionControls, '');
  if (plain.length <= maxLength) return plain;
  return `${plain.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
