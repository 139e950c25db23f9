import type { ExtractedDocument } from 'document-text';
import { AppError } from '../../lib/app-error.ts';

const range = /^(\d{1,3}(?::\d{2}){1,2})?\s*(?:-|–|to)\s*(\d{1,3}(?::\d{2}){1,2})?$/;
/** `[00:10:00] Name: text`, as the reader of WebVTT writes it. */
const cue = /^\[(\d{1,3}):(\d{2}):(\d{2})\]/;

/** The time of a meeting, in seconds from its start. Two numbers are hours and minutes, or minutes and seconds. */
interface TimeRange {
  readonly from: readonly number[] | undefined;
  readonly to: readonly number[] | undefined;
}

/** @throws AppError `invalid_argument` for a text that is not a range of times */
export function parseTimeRange(text: string): TimeRange {
  const [, from, to] = range.exec(text.trim()) ?? [];
  if (from === undefined && to === undefined) {
    throw new AppError(
      'invalid_argument',
      'timeRange is a start and an end from the beginning of the meeting, such as 0:10:00-0:25:00.',
      { argument: 'timeRange' },
    );
  }
  const numbers = (time: string | undefined) => time?.split(':').map(Number);
  return { from: numbers(from), to: numbers(to) };
}

/** Longest turn: a speaker who goes on gets another time stamp. */
const turnSeconds = 120;

/**
 * The turns of a transcript that begin within a range of times; if none does, the turn that goes on then.
 * @throws AppError `invalid_argument` for a range in which nobody spoke, with the time of the last words
 */
export function cutTranscript(document: ExtractedDocument, text: string): ExtractedDocument {
  const lines = document.sections.flatMap((section) => section.split('\n'));
  const turns = lines.map((line) => ({ line, atSeconds: cueSeconds(line) }));
  const lastSeconds = Math.max(0, ...turns.map(({ atSeconds }) => atSeconds ?? 0));
  const { from, to } = parseTimeRange(text);
  const isShort = [from, to].some((time) => time?.length === 2 && seconds(time, 60) > lastSeconds + 3600);
  const fromSeconds = from ? seconds(from, isShort ? 1 : 60) : 0;
  const toSeconds = to ? seconds(to, isShort ? 1 : 60) : Infinity;
  const begun = turns.filter(
    ({ atSeconds }) => atSeconds !== undefined && atSeconds >= fromSeconds && atSeconds < toSeconds,
  );
  const running = turns.findLast(
    ({ atSeconds = Infinity }) => atSeconds < fromSeconds && atSeconds > fromSeconds - turnSeconds,
  );
  const kept = begun.length > 0 || !running ? begun : [running];
  if (kept.length > 0) return { ...document, sections: [kept.map(({ line }) => line).join('\n')] };
  throw new AppError(
    'invalid_argument',
    `timeRange: nobody spoke then. The last words are at ${formatSeconds(lastSeconds)}.`,
    { argument: 'timeRange' },
  );
}

function cueSeconds(line: string): number | undefined {
  const [, hours, minutes, rest] = cue.exec(line) ?? [];
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

/** @param unit seconds of the last number of two */
function seconds(time: readonly number[], unit: number): number {
  const [first = 0, second = 0, third = 0] = time;
  return time.length === 3 ? first * 3600 + second * 60 + third : (first * 60 + second) * unit;
}

function formatSeconds(total: number): string {
  const parts = [total / 3600, (total % 3600) / 60, total % 60].map(Math.floor);
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
