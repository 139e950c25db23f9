import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import { type Meeting, eventJoinUrl, occurrenceOf } from './meeting-store.ts';

/** Teams meetings, which can be looked up and not listed. */
export const meetingRoutes: readonly Route[] = [
  ['GET', '/me/onlineMeetings', findMeeting],
  ['GET', '/me/onlineMeetings/{meeting}', (call) => response(call, openMeeting(call))],
];

const rules: SelectRules = {
  typeName: 'microsoft.graph.onlineMeeting',
  known: [
    'id',
    'creationDateTime',
    'startDateTime',
    'endDateTime',
    'joinWebUrl',
    'subject',
    'chatInfo',
    'participants',
    'allowedPresenters',
    'isEntryExitAnnounced',
    'lobbyBypassSettings',
    'videoTeleconferenceId',
    'joinMeetingIdSettings',
    'audioConferencing',
    'joinInformation',
    'allowTranscription',
    'allowRecording',
    'isBroadcast',
    'externalId',
    'meetingType',
  ],
  always: ['id'],
};

function requireScope(call: Call): void {
  if (!hasAnyScope(call, 'OnlineMeetings.Read')) throw meetingScopeMissing('OnlineMeetings.Read');
}

/** Error of the Teams services for a missing permission. */
export function meetingScopeMissing(scope: string): GraphError {
  return new GraphError(
    403,
    'Forbidden',
    `No permissions match the permissions in the token. API requires one of '${scope}'.`,
  );
}

function findMeeting(call: Call): Response {
  requireScope(call);
  const { filter } = readQueryOptions(call, 100);
  const found = /^\s*(JoinWebUrl|joinMeetingIdSettings\/joinMeetingId)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(
    filter ?? '',
  );
  if (!found)
    throw badRequest(
      "InvalidArgument: Filter expression expected - /onlineMeetings?$filter=JoinWebUrl eq '{url}'.",
    );
  const value = (found[2] ?? '').replaceAll("''", "'");
  const isUrl = /^joinweburl$/i.test(found[1] ?? '');
  const meeting = call.tenant.meetings.meetings.find((candidate) =>
    isUrl
      ? [candidate.joinUrl, eventJoinUrl(candidate)].includes(value)
      : candidate.joinMeetingId === value.replaceAll(' ', ''),
  );
  if (!meeting) throw new GraphError(404, 'NotFound', '3004: Meeting not found.');
  requireParticipant(call, meeting);
  const isOrganizer = meeting.organizer === requireSignedInUser(call);
  if (call.settings.behavior === 'practice' && !isOrganizer) throw noLookup();
  return collection(`users('${call.session.objectId}')/onlineMeetings`, { value: [write(call, meeting)] });
}

/**
 * The meeting that a path addresses.
 * @throws GraphError 403 for one that the user was not invited to, 404 for none.
 */
export function openMeeting(call: Call): Meeting {
  const id = call.param('meeting');
  const meeting = call.tenant.meetings.meetings.find((candidate) => candidate.id === id);
  if (!meeting) throw new GraphError(404, 'NotFound', '3004: Meeting not found.');
  requireParticipant(call, meeting);
  if (meeting.event.isHiddenFromAttendees === true && meeting.organizer !== requireSignedInUser(call))
    throw noLookup();
  return meeting;
}

function requireParticipant(call: Call, { event, organizer }: Meeting): void {
  const me = requireSignedInUser(call);
  const invited = (event.attendees ?? []).some(
    ({ emailAddress }) => emailAddress.address === me.userPrincipalName,
  );
  if (me !== organizer && !invited) {
    throw noLookup();
  }
}

/** For users who were not invited; in practice for most attendees too. */
function noLookup(): GraphError {
  return new GraphError(403, 'Forbidden', '3003: User does not have access to lookup meeting.');
}

function response(call: Call, meeting: Meeting): Response {
  requireScope(call);
  return entity(`users('${call.session.objectId}')/onlineMeetings/$entity`, write(call, meeting));
}

function write(call: Call, meeting: Meeting): Record<string, unknown> {
  const { select } = readQueryOptions(call, 100);
  const first = occurrenceOf(call, meeting, 0);
  const participant = (address: string, name: string) => ({
    upn: address,
    role: 'presenter',
    identity: {
      user: {
        id: call.tenant.directory.find(address)?.objectId ?? null,
        displayName: name,
        identityProvider: 'AAD',
      },
    },
  });
  return selectProperties(
    {
      id: meeting.id,
      creationDateTime: new Date(first.startMs - 7 * 86_400_000).toISOString(),
      startDateTime: new Date(first.startMs).toISOString(),
      endDateTime: new Date(first.endMs).toISOString(),
      joinWebUrl: eventJoinUrl(meeting),
      joinMeetingIdSettings: {
        isPasscodeRequired: true,
        joinMeetingId: meeting.joinMeetingId,
        passcode: 'Qx7v',
      },
      subject: meeting.event.subject,
      isBroadcast: false,
      isEntryExitAnnounced: true,
      allowedPresenters: 'everyone',
      allowTranscription: true,
      allowRecording: true,
      videoTeleconferenceId: null,
      chatInfo: { threadId: meeting.threadId, messageId: '0', replyChainMessageId: null },
      participants: {
        organizer: participant(meeting.organizer.userPrincipalName, meeting.organizer.displayName),
        attendees: (meeting.event.attendees ?? []).map(({ emailAddress }) =>
          participant(emailAddress.address, emailAddress.name),
        ),
      },
      lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
    },
    select,
    rules,
  );
}
