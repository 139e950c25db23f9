import type { ResourceOfText } from './resource-of-text.ts';
import { textBytes } from './text-bytes.ts';

const id = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const short = '~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const time = { dateTime: '2026-11-17T16:00:00.0000000', timeZone: 'UTC' };
const soon = '2026-11-17T16:01:00Z';
const person = (text: string) => ({ emailAddress: { name: text, address: `${text}@evil.example` } });

/** The list of the AI insights of a meeting, or one of them. */
function insights(path: string, text: string): object {
  if (path.endsWith('/aiInsights')) return { value: [{ id: 'I', createdDateTime: soon }] };
  const point = { title: text, text };
  return {
    meetingNotes: [{ ...point, subpoints: [point] }],
    actionItems: [{ ...point, ownerDisplayName: text }],
    viewpoint: { mentionEvents: [{ transcriptUtterance: text, speaker: { user: { displayName: text } } }] },
  };
}

/** Mail, events and meetings. */
export const exchangeOfText: readonly ResourceOfText[] = [
  [
    'a mail',
    `mail:///messages/${short}`,
    (text) => () => ({
      id,
      subject: text,
      from: person(text),
      sender: person(`x${text}`),
      replyTo: [person(text)],
      toRecipients: [person(text)],
      receivedDateTime: soon,
      webLink: text,
      body: { content: `<html><body><p>${text}</p><pre>${text}</pre>${text}</body></html>` },
      attachments: [{ id: 'AAMkADA1M-zAAA=', name: text, contentType: text, size: 1 }],
    }),
  ],
  [
    'a mail folder',
    'mail:///folders/inbox',
    (text) =>
      ({ path }) =>
        path.endsWith('/messages')
          ? { value: [{ id, subject: text, from: person(text), bodyPreview: text, receivedDateTime: soon }] }
          : path.endsWith('/childFolders')
            ? { value: [{ displayName: text }] }
            : { displayName: text },
  ],
  [
    'an attachment',
    `mail:///messages/${short}/attachments/AAMkADA1M-zAAA=`,
    (text) =>
      ({ path }) =>
        path.endsWith('/$value')
          ? textBytes(text)
          : {
              '@odata.type': '#microsoft.graph.fileAttachment',
              id: 'A',
              name: `${text}.txt`,
              contentType: text,
            },
  ],
  [
    'an event',
    `calendar:///events/${short}`,
    (text) => () => ({
      id,
      subject: text,
      start: time,
      end: time,
      location: { displayName: text },
      organizer: person(text),
      attendees: [{ ...person(text), type: text, status: { response: text } }],
      responseStatus: { response: text },
      showAs: text,
      body: { content: `<p>${text}</p>` },
      onlineMeeting: { joinUrl: `https://teams.microsoft.com/${text}` },
      webLink: text,
    }),
  ],
  [
    'a transcript',
    `meeting-transcript:///events/${short}`,
    (text) =>
      ({ path }) => {
        if (path.startsWith('/me/events/')) {
          return {
            id,
            subject: text,
            start: time,
            end: time,
            onlineMeeting: { joinUrl: 'https://x.example' },
          };
        }
        if (path === '/me/onlineMeetings') return { value: [{ id: 'M' }] };
        if (path.endsWith('/transcripts')) return { value: [{ id: 'T', createdDateTime: soon }] };
        if (path.includes('/aiInsights')) return insights(path, text);
        return textBytes(
          `WEBVTT\n\n0:0:1.0 --> 0:0:2.0\n<v ${text.replaceAll(/[<>\n]/g, '')}>${text}</v>\n\n0:0:2.0 --> 0:0:3.0\n${text}\n`,
        );
      },
  ],
  [
    'what is left of a meeting',
    `meeting:///events/${short}`,
    (text) =>
      ({ path }) => {
        if (path.startsWith('/me/events/')) {
          return {
            id,
            subject: text,
            start: time,
            end: time,
            onlineMeeting: { joinUrl: 'https://x.example' },
          };
        }
        if (path === '/me/onlineMeetings') return { value: [{ id: 'M' }] };
        if (path.includes('/aiInsights')) return insights(path, text);
        if (path.endsWith('/attendanceReports')) {
          const attendanceRecords = [{ identity: { displayName: text }, emailAddress: text, role: text }];
          return { value: [{ id: 'R', meetingStartDateTime: soon, attendanceRecords }] };
        }
        return { value: [] };
      },
  ],
];
