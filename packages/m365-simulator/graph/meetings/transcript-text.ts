import type { Cue } from '../../seed-data/calendar/meeting-records.ts';

/**
 * WebVTT in the format of Teams: hours without leading zero, negative times before the start of the
 * transcript.
 */
export function transcriptVtt(cues: readonly Cue[], withSpeakers: boolean): string {
  const blocks = cues.map(({ from, to, speaker, text }) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `${short(from)} --> ${short(to)}\n${withSpeakers ? `<v ${speaker}>${escaped}</v>` : escaped}\n`;
  });
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

/** The format without speakers: no `WEBVTT` header, and an empty line after each time stamp. */
export function transcriptPlain(cues: readonly Cue[]): string {
  return cues
    .map(({ from, to, text }) => `${padded(Math.max(0, from))} --> ${padded(to)}\n\n${text}\n`)
    .join('\n');
}

/** The cues as JSON, one per block. */
export function transcriptMetadata(cues: readonly Cue[], startedMs: number): string {
  const blocks = cues.map(({ from, to, speaker, text }) => {
    const at = (seconds: number) =>
      new Date(startedMs + seconds * 1000).toISOString().replace('Z', '0639+00:00');
    const cue = {
      startDateTime: at(from),
      endDateTime: at(to),
      speakerName: speaker,
      spokenText: text,
      spokenLanguage: 'en-us',
    };
    return `${padded(Math.max(0, from))} --> ${padded(to)}\n${JSON.stringify(cue)}\n`;
  });
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

function short(seconds: number): string {
  const { sign, hours, minutes, rest } = split(seconds);
  return `${sign}${hours}:${minutes}:${Number.isInteger(rest) ? `${rest}.0` : rest}`;
}

function padded(seconds: number): string {
  const { hours, minutes, rest } = split(seconds);
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:${rest.toFixed(3).padStart(6, '0')}`;
}

function split(seconds: number) {
  const whole = Math.abs(seconds);
  return {
    sign: seconds < 0 ? '-' : '',
    hours: Math.floor(whole / 3600),
    minutes: Math.floor((whole % 3600) / 60),
    rest: Math.round((whole % 60) * 1000) / 1000,
  };
}
