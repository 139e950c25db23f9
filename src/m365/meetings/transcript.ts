import { type ExtractedDocument, oneLine, readDocument } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatWithWeekday } from '../../time/time-zone.ts';
import { formatEventTime } from '../calendar/time.ts';
import { withAppErrors } from '../document-errors.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { type Transcript, listTranscripts } from './artifacts.ts';
import { type MeetingOccurrence, findMeetingOccurrence, listOccurrences } from './occurrence.ts';
import { transcriptContentPath } from './schema.ts';

/** Transcription can be stopped and started again during a meeting, which creates several transcripts. */
const maxTranscripts = 5;
const maxBytes = 10 * 1024 * 1024;
const adminPath = 'Teams admin center, Meetings, Transcript API access';

/** The transcript of a meeting; for a series, the list of its occurrences that have a transcript. */
export async function openTranscript(
  { eventId, owner }: ResourceOf<'transcript'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted } = context;
  granted.require(['OnlineMeetingTranscript.Read.All'], 'Reading transcripts');
  const occurrence = await findMeetingOccurrence(eventId, owner, context);
  const { meeting, subject, time, zone, isSeries, isOwn } = occurrence;
  const all = await listTranscripts(graph, meeting.id);
  const title = oneLine(subject, 300);
  if (isSeries) {
    return {
      title,
      facts: { event: formatResourceUri({ kind: 'event', eventId, owner }) },
      list: await listOccurrences(
        'transcript',
        occurrence,
        all.map(({ startedMs }) => startedMs),
        graph,
      ),
      note: 'This is a series. Open the transcript of one of its occurrences.',
    };
  }
  const own = all.filter(({ startedMs }) => isOwn(startedMs));
  if (own.length === 0) throw noTranscriptError(all, occurrence);
  const shown = own.slice(0, maxTranscripts);
  const texts = await Promise.all(shown.map(({ id }) => readTranscript(graph, meeting.id, id)));
  return {
    title,
    facts: {
      event: formatResourceUri({ kind: 'event', eventId, owner }),
      meeting: formatResourceUri({ kind: 'meeting', eventId, owner }),
      ...formatEventTime(time, zone),
      /** The times in the text are relative to these. */
      transcribedFrom: shown.map(({ startedMs }) => zone.format(startedMs)),
    },
    document: mergeTranscripts(texts),
    note:
      own.length > shown.length ? `Only the first ${maxTranscripts} transcripts are included.` : undefined,
  };
}

/** @see https://learn.microsoft.com/graph/api/calltranscript-get */
async function readTranscript(graph: GraphClient, meetingId: string, id: string): Promise<ExtractedDocument> {
  const { bytes } = await graph.download({
    path: transcriptContentPath(meetingId, id),
    query: { $format: 'text/vtt' },
    maxBytes,
  });
  const hint = { name: 'transcript.vtt', contentType: 'text/vtt' };
  const text = await withAppErrors(readDocument(bytes, hint));
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
          `Speakers are not named. A Teams administrator can change this: ${adminPath}, Include speaker attribution.`,
        ],
      }
    : text;
}

function mergeTranscripts(texts: readonly ExtractedDocument[]): ExtractedDocument {
  const sum = (of: keyof ExtractedDocument['hidden']) =>
    texts.reduce((total, { hidden }) => total + hidden[of], 0);
  return {
    format: 'vtt',
    unit: 'text',
    sections: texts.flatMap(({ sections }, index) =>
      texts.length === 1 ? sections : [`Transcript ${index + 1} of ${texts.length}`, ...sections],
    ),
    hidden: { passages: sum('passages'), comments: sum('comments'), characters: sum('characters') },
    notes: [...new Set(texts.flatMap(({ notes }) => notes))],
  };
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
