import { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { type GraphPath, graphPath, teamsMeetingId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { parseJson } from '../../lib/json.ts';
import { nullishString } from '../../graph/nullish.ts';

const onlineMeeting = z.object({
  id: z.string(),
  chatInfo: z.object({ threadId: nullishString }).nullish(),
  sensitivityLabelAssignment: z.object({ sensitivityLabelId: nullishString }).nullish(),
});

/** The Teams meeting of an event. A series has one meeting. */
export type OnlineMeeting = z.output<typeof onlineMeeting>;

/** The event whose meeting is looked up. */
interface MeetingEvent {
  readonly joinUrl: string;
  /** Undefined if Graph does not return it. */
  readonly isOrganizer: boolean | undefined;
  /** Requests the body of the invitation, which has the long link and the number of the meeting. */
  readonly readBody: () => Promise<string>;
}

/** The meeting, or whether Graph denied it at least once. */
type FoundMeeting =
  | { readonly ok: true; readonly meeting: OnlineMeeting }
  | { readonly ok: false; readonly reason: 'denied' | 'missing' };

/** Errors after which another way of finding the meeting may succeed. */
const inconclusive = new Set(['not_found', 'access_denied', 'upstream_refused', 'invalid_argument']);

/**
 * Finds a meeting by the join URL of its event, by the id that Teams forms from organizer and thread, and by the number in
 * the invitation. Graph lists no meetings, and lets attendees look up few by their URL. A short link is found by its owner
 * only: the long one is in the body of the invitation.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-get
 */
export async function findOnlineMeeting(
  graph: GraphClient,
  { joinUrl, isOrganizer, readBody }: MeetingEvent,
): Promise<FoundMeeting> {
  let isDenied = false;

  async function attempt(find: () => Promise<OnlineMeeting | undefined>): Promise<OnlineMeeting | undefined> {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof AppError) || !inconclusive.has(error.code)) throw error;
      isDenied ||= error.code === 'access_denied';
      return undefined;
    }
  }
  const byUrl = (url: string) => async () => {
    const { value } = await graph.json(meetingsBy(odataFilter`JoinWebUrl eq ${url}`));
    return value[0];
  };
  const byId = (path: GraphPath | undefined) => async () =>
    path && (await graph.json({ path, schema: onlineMeeting }));

  const ownPath = meetingPath(joinUrl);
  const first = isOrganizer === false ? [byId(ownPath), byUrl(joinUrl)] : [byUrl(joinUrl), byId(ownPath)];
  for (const find of first) {
    const meeting = await attempt(find);
    if (meeting) return { ok: true, meeting };
  }
  const body = ownPath ? '' : await readBody();
  const longUrl = findLongUrl(body);
  const number = findMeetingNumber(joinUrl, body);
  const rest = [
    ...(longUrl === undefined ? [] : [byId(meetingPath(longUrl)), byUrl(longUrl)]),
    ...(number === undefined
      ? []
      : [
          async () => {
            const filter = odataFilter`joinMeetingIdSettings/joinMeetingId eq ${number}`;
            return (await graph.json(meetingsBy(filter))).value[0];
          },
        ]),
  ];
  for (const find of rest) {
    const meeting = await attempt(find);
    if (meeting) return { ok: true, meeting };
  }
  return { ok: false, reason: isDenied ? 'denied' : 'missing' };
}

function meetingsBy(filter: string): GraphRequest<{ readonly value: readonly OnlineMeeting[] }> {
  return {
    path: graphPath`/me/onlineMeetings`,
    query: { $filter: filter },
    schema: listPage(onlineMeeting),
  };
}

const context = z.object({ Oid: z.guid() });

function meetingPath(joinUrl: string): GraphPath | undefined {
  const id = constructedMeetingId(joinUrl);
  return id === undefined ? undefined : graphPath`/me/onlineMeetings/${teamsMeetingId(id)}`;
}

/** The id that Teams forms of organizer and thread, from a long join URL: base64 of `1*{organizer}*0**{thread}`. */
export function constructedMeetingId(joinUrl: string): string | undefined {
  const threadId = getMeetingThreadId(joinUrl);
  const parsed = context.safeParse(parseJson(URL.parse(joinUrl)?.searchParams.get('context') ?? ''));
  if (threadId === undefined || !parsed.success) return undefined;
  return btoa(`1*${parsed.data.Oid}*0**${threadId}`);
}

/** Id of the meeting's chat, from the join URL. Newer, shorter join URLs do not contain it. */
export function getMeetingThreadId(joinUrl: string): string | undefined {
  const id = /\/l\/meetup-join\/([A-Za-z0-9%._:@-]{1,300})\//.exec(joinUrl)?.[1]?.replaceAll(/%3a/gi, ':');
  const threadId = id?.replaceAll(/%40/g, '@');
  return threadId && /^19:(?:gcch:|dod:)?[A-Za-z0-9_=-]{1,256}@thread\.(?:v2|tacv2|skype)$/.test(threadId)
    ? threadId
    : undefined;
}

/** The first long join URL of a text or HTML body. */
function findLongUrl(body: string): string | undefined {
  const link =
    /https:\/\/(?:(?:gov|dod)\.)?teams\.microsoft\.(?:com|us)\/l\/meetup-join\/[^\s"'<>]{1,1500}/.exec(
      body,
    )?.[0];
  return link?.replaceAll('&amp;', '&');
}

/** The number of a meeting: in a short link, or below "Meeting ID" in the invitation. */
function findMeetingNumber(joinUrl: string, body: string): string | undefined {
  const inLink = /^https:\/\/[\w.-]{1,100}\/meet\/(\d{6,15})(?:[/?#]|$)/.exec(joinUrl)?.[1];
  const inBody = /(?:\b\d{3} ){3,4}\d{1,3}\b/.exec(body)?.[0]?.replaceAll(' ', '');
  return inLink ?? inBody;
}
