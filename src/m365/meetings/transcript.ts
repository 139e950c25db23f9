import { type ExtractedDocument, oneLine, readDocument } from '../../../packages/document-text/src/index.ts';
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

/** Transcription may be switched off and on again while people meet. */
const maxTranscripts = 5;
const maxBytes = 10 * 1024 * 1024;
const adminPath = 'Teams admin center, Meetings, Transcript API access';

/** What was said in one meeting, by turns with their times; of a series as a whole, which of its meetings have that. */
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
        all.map(({ beganMs }) => beganMs),
        graph,
      ),
      note: 'This is a series: open the transcript of one of its meetings.',
    };
  }
  const own = all.filter(({ beganMs }) => isOwn(beganMs));
  if (own.length === 0) throw noTranscript(all, occurrence);
  const shown = own.slice(0, maxTranscripts);
  const texts = await Promise.all(shown.map(({ id }) => readTranscript(graph, meeting.id, id)));
  return {
    title,
    facts: {
      event: formatResourceUri({ kind: 'event', eventId, owner }),
      meeting: formatResourceUri({ kind: 'meeting', eventId, owner }),
      ...formatEventTime(time, zone),
      /** The times of the text are counted from here. */
      transcribedFrom: shown.map(({ beganMs }) => zone.format(beganMs)),
    },
    document: joined(texts),
    note:
      own.length > shown.length
        ? `Only the first ${maxTranscripts} of its transcripts are shown.`
        : undefined,
  };
}

/** @see https://learn.microsoft.com/graph/api/calltranscript-get */
async function readTranscript(graph: GraphClient, meetingId: string, id: string): Promise<ExtractedDocument> {
  const { bytes } = await graph.download({
    path: transcriptContentPath(meetingId, id),
    query: { $format: 'text/vtt' },
    maxBytes: maxBytes,
  });
  const hint = { name: 'transcript.vtt', contentType: 'text/vtt' };
  const text = await withAppErrors(readDocument(bytes, hint));
  if (!('sections' in text)) throw new AppError('unsupported_content', 'The transcript is not a text file.');
  if (text.sections.every((section) => section.trim() === '')) {
    return {
      ...text,
      notes: [
        `The transcript is empty: nobody spoke, or the organisation has not opened the text of transcripts to connectors. A Teams administrator can: ${adminPath}, Microsoft Graph access.`,
      ],
    };
  }
  const isAnonymous = !new TextDecoder().decode(bytes).includes('<v ');
  return isAnonymous
    ? {
        ...text,
        notes: [
          `It does not say who spoke. A Teams administrator can change that: ${adminPath}, Include speaker attribution.`,
        ],
      }
    : text;
}

function joined(texts: readonly ExtractedDocument[]): ExtractedDocument {
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

function noTranscript(all: readonly Transcript[], { zone }: MeetingOccurrence): AppError {
  const others = all.slice(-5).map(({ beganMs }) => formatWithWeekday(beganMs, zone));
  const there =
    others.length === 0 ? '' : ` Its series has transcripts of other dates, such as ${others.join(', ')}.`;
  return new AppError(
    'not_found',
    `There is no transcript of this meeting: it was not switched on, or it is not finished yet.${there}`,
  );
}
