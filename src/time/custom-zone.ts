/** A yearly change of the clock: at `time` on the n-th weekday of a month; 5 is the last one. */
export interface ClockChange {
  /** 1 to 12; 0 for no change. */
  readonly month: number;
  readonly occurrence: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** Minutes after midnight, in the local time before the change. */
  readonly minute: number;
}

/** A time zone with rules of its own, as Outlook stores it. A bias is minutes west of UTC. */
export interface CustomZone {
  readonly bias: number;
  readonly toStandard?: ClockChange | undefined;
  readonly toDaylight?: ClockChange | undefined;
  /** Of daylight time, added to `bias`. */
  readonly daylightBias: number;
}

const minuteMs = 60_000;

/** Minutes west of UTC at an instant. @see https://learn.microsoft.com/graph/api/resources/customtimezone */
export function customBias(
  { bias, toStandard, toDaylight, daylightBias }: CustomZone,
  instantMs: number,
): number {
  const daylight = bias + daylightBias;
  const year = new Date(instantMs - bias * minuteMs).getUTCFullYear();
  const begins = toDaylight && changeMs(toDaylight, year, bias);
  const ends = toStandard && changeMs(toStandard, year, daylight);
  if (begins === undefined || ends === undefined) return bias;
  const isDaylight =
    begins < ends ? instantMs >= begins && instantMs < ends : instantMs >= begins || instantMs < ends;
  return isDaylight ? daylight : bias;
}

/** Instant of a change in a year; `west` is the bias before it. */
function changeMs(
  { month, weekday, occurrence, minute }: ClockChange,
  year: number,
  west: number,
): number | undefined {
  if (month === 0) return undefined;
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - first + 7) % 7) + (Math.max(occurrence, 1) - 1) * 7;
  while (day > inMonth) day -= 7;
  return Date.UTC(year, month - 1, day, 0, minute + west);
}

/** Name of a custom zone for people: its standard offset. */
export function customZoneLabel({ bias }: CustomZone): string {
  const minutes = Math.abs(bias);
  const clock = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `UTC${bias > 0 ? '-' : '+'}${clock}`;
}

/** The zone as a name that can be stored in place of an IANA name: `Custom/-60/10-5-0-180/3-5-0-120/-60`. */
export function formatCustomZone({ bias, toStandard, toDaylight, daylightBias }: CustomZone): string {
  if (!toStandard || !toDaylight) return `Custom/${bias}`;
  const change = ({ month, occurrence, weekday, minute }: ClockChange) =>
    [month, occurrence, weekday, minute].join('-');
  return ['Custom', bias, change(toStandard), change(toDaylight), daylightBias].join('/');
}

const storedChange = String.raw`(\d{1,2})-(\d)-(\d)-(\d{1,4})`;
const stored = new RegExp(String.raw`^Custom/(-?\d{1,4})(?:/${storedChange}/${storedChange}/(-?\d{1,4}))?$`);

/** Parses the name of {@link formatCustomZone}; undefined for any other text. */
export function parseCustomZone(name: string): CustomZone | undefined {
  const parts = stored.exec(name);
  if (!parts) return undefined;
  const [bias = 0, ...rest] = parts.slice(1).map((part) => Number(part ?? 0));
  const change = (at: number): ClockChange => {
    const [month = 0, occurrence = 1, weekday = 0, minute = 0] = rest.slice(at, at + 4);
    return { month: Math.min(month, 12), occurrence, weekday: weekday % 7, minute: minute % 1440 };
  };
  if (Math.abs(bias) > 1440 || Math.abs(rest[8] ?? 0) > 1440) return undefined;
  if (parts[2] === undefined) return { bias, daylightBias: 0 };
  return { bias, toStandard: change(0), toDaylight: change(4), daylightBias: rest[8] ?? 0 };
}
