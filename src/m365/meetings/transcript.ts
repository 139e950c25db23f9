import { type ExtractedDocument, oneLine, readDocument } from 'document-text';
import type { GraphBytes, GraphClient } from '../../graph/client.ts';
import type { GraphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatWithWeekday } from '../../time/time-zone.ts';
import { formatEventTime } from '../calendar/time.ts';
import { withAppErrors } from '../document-errors.ts';
import { joinNotes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { type Transcript, listTranscripts } from './artifacts.ts';
import { readTranscriptNotes } from './insights.ts';
import {
  type MeetingOccurrence,
  closedMeetingError,
  findMeetingOccurrence,
  listOccurrences,
} from './occurrence.ts';
import { transcriptContentPath } from './schema.ts';

/** Transcription can be stopped and started again during a meeting, which creates several transcripts. */
const maxTranscripts = 5;
const maxBytes = 10 * 1024 * 1024;
/** A transcript of two hours has less. A larger one, up to `maxBytes`, is covered by the working memory of the reservation. */
const reservedBytes = 2 * 1024 * 1024;
const adminPath = 'Teams admin center, Meetings, Transcript API access';

/** The transcript of a meeting below its AI notes; for a series, the list of its occurrences that have a transcript. */
export async function openTranscript(
  { eventId, owner }: ResourceOf<'transcript'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  context.granted.require('transcripts', 'Reading transcripts');
  const occurrence = await findMeetingOccurrence(eventId, owner, context);
  const { meeting, subject, time, zone } = occurrence;
  const labels = context.labels.ofTenant(meeting.sensitivityLabelAssignment?.sensitivityLabelId);
  if (occurrence.isSeries) return { ...(await listSeries(occurrence, context.graph)), labels };
  const [{ started, more, texts }, notes] = await Promise.all([
    readOccurrence(occurrence, context.graph),
    readTranscriptNotes(occurrence, context),
  ]);
  return {
    title: oneLine(subject, 300),
    labels,
    facts: {
      event: formatResourceUri({ kind: 'event', eventId, owner }),
      meeting: formatResourceUri({ kind: 'meeting', eventId, owner }),
      ...formatEventTime(time, zone),
      /** The times in the text are relative to these. */
      transcribedFrom: started.map((startedMs) => zone.format(startedMs)),
    },
    document: mergeTranscripts(texts, notes.sections),
    note: joinNotes([more && `Only the first ${maxTranscripts} transcripts are included.`, notes.note]),
  };
}

async function listSeries(occurrence: MeetingOccurrence, graph: GraphClient): Promise<ResourceContent> {
  const { eventId, owner, subject } = occurrence;
  const startedMs = (await listOpenTranscripts(occurrence, graph)).map((one) => one.startedMs);
  return {
    title: oneLine(subject, 300),
    facts: { event: formatResourceUri({ kind: 'event', eventId, owner }) },
    list: await listOccurrences('transcript', occurrence, startedMs, graph),
    note: 'This is a series. Open the transcript of one of its occurrences.',
  };
}

/** The transcripts of an occurrence with the times at which they started, and whether there are more. */
async function readOccurrence(
  occurrence: MeetingOccurrence,
  graph: GraphClient,
): Promise<{
  readonly started: readonly number[];
  readonly more: boolean;
  readonly texts: readonly ExtractedDocument[];
}> {
  const all = await listOpenTranscripts(occurrence, graph);
  const own = all.filter(({ startedMs }) => occurrence.isOwn(startedMs));
  if (own.length === 0) throw noTranscriptError(all, occurrence);
  const shown = own.slice(0, maxTranscripts);
  return {
    started: shown.map(({ startedMs }) => startedMs),
    more: own.length > shown.length,
    texts: await readTranscripts(graph, occurrence, shown),
  };
}

/** @throws AppError `access_denied` that names the organizer */
async function listOpenTranscripts(
  { meeting, organizer }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly Transcript[]> {
  return await listTranscripts(graph, meeting.id).catch((error: unknown) => {
    throw organizer !== undefined && isDenied(error) ? closedMeetingError(organizer) : error;
  });
}

/** One after the other: each download reserves memory of the isolate, and a user may reserve two at a time. */
async function readTranscripts(
  graph: GraphClient,
  occurrence: MeetingOccurrence,
  transcripts: readonly Transcript[],
): Promise<readonly ExtractedDocument[]> {
  const texts: ExtractedDocument[] = [];
  for (const { id } of transcripts) {
    // Graph does not state the size.
    const release = await graph.reserveMemory(reservedBytes);
    try {
      texts.push(await readTranscript(graph, occurrence, id));
    } finally {
      release();
    }
  }
  return texts;
}

async function readTranscript(
  graph: GraphClient,
  { meeting, organizer }: MeetingOccurrence,
  id: string,
): Promise<ExtractedDocument> {
  const path = transcriptContentPath(meeting.id, id);
  const { bytes } = await downloadTranscript(graph, path).catch((error: unknown) => {
    throw organizer !== undefined && isDenied(error) ? closedMeetingError(organizer) : error;
  });
  const hint = { name: 'transcript.vtt', contentType: 'text/vtt' };
  const text = await withAppErrors(readDocument(toWebVtt(bytes), hint));
  if (!('sections' in text)) throw new AppError('unsupported_content', 'The transcript is not a text file.');
  if (text.sections.every((section) => section.trim() === '')) {
    return {
      ...text,
      notes: [
        `The transcript is empty: nobody spoke, or the organization has not enabled access to transcript text. A Teams administrator can enable it: ${adminPath}, Microsoft Graph access.`,
      ],
    };
  }
  const isAnonymous = !new TextDecoder().decode(bytes).includes('<v ');
  return isAnonymous
    ? {
        ...text,
        notes: [
          `Speakers are not named: speaker attribution is switched off for the organization. A Teams administrator can switch it on for new recordings: ${adminPath}, Include speaker attribution.`,
        ],
      }
    : text;
}

/**
 * A transcript as WebVTT. Where the organization does not allow speaker attribution, Graph denies that format and serves
 * the text without names in another one.
 * @see https://learn.microsoft.com/graph/api/calltranscript-get
 */
async function downloadTranscript(graph: GraphClient, path: GraphPath): Promise<GraphBytes> {
  try {
    return await graph.download({ path, query: { $format: 'text/vtt' }, maxBytes });
  } catch (error) {
    if (!isDenied(error)) throw error;
    const accept = 'application/vnd.microsoft.graph.transcript+text';
    return await graph.download({ path, headers: { Accept: accept }, maxBytes });
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof AppError && error.code === 'access_denied';
}

/** Control characters make a text look like a binary file. */
const controls = /[\p{Cc}--[\t\n\r]]/gv;

/** The format without names has no header, and an empty line after each time stamp. */
function toWebVtt(bytes: Uint8Array): Uint8Array {
  const decoded = new TextDecoder().decode(bytes);
  const text = decoded.replaceAll(controls, '');
  if (text.startsWith('WEBVTT') || !text.includes('-->')) {
    return text === decoded ? bytes : new TextEncoder().encode(text);
  }
  const lines = text.split('\n');
  const kept = lines.filter((line, index) => line.trim() !== '' || !lines[index - 1]?.includes('-->'));
  return new TextEncoder().encode(`WEBVTT\n\n${kept.join('\n')}`);
}

/** One document of the transcripts, below the AI notes if there are any. */
function mergeTranscripts(texts: readonly ExtractedDocument[], notes: readonly string[]): ExtractedDocument {
  const sum = (of: keyof ExtractedDocument['hidden']) =>
    texts.reduce((total, { hidden }) => total + hidden[of], 0);
  const transcripts = texts.flatMap(({ sections }, index) =>
    texts.length === 1 ? sections : [`Transcript ${index + 1} of ${texts.length}`, ...sections],
  );
  return {
    format: 'vtt',
    unit: 'text',
    sections: [...notes, ...(notes.length > 0 ? headed(transcripts) : transcripts)],
    hidden: { passages: sum('passages'), comments: sum('comments'), characters: sum('characters') },
    notes: [...new Set(texts.flatMap(({ notes }) => notes))],
  };
}

function headed([first = '', ...rest]: readonly string[]): readonly string[] {
  return [`# Transcript\n${first}`, ...rest];
}

function noTranscriptError(all: readonly Transcript[], { zone }: MeetingOccurrence): AppError {
  const others = all.slice(-5).map(({ startedMs }) => formatWithWeekday(startedMs, zone));
  const otherDates =
    others.length === 0 ? '' : ` Its series has transcripts of other dates, such as ${others.join(', ')}.`;
  return new AppError(
    'not_found',
    `There is no transcript of this meeting: transcription was not started, or the transcript is not ready yet.${otherDates}`,
  );
}
