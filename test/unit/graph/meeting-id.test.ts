import { expect, it } from 'vitest';
import { chatIdSegment, teamsMeetingId } from '../../../src/graph/path.ts';
import { constructedMeetingId } from '../../../src/m365/meetings/find-meeting.ts';

it.each([
  'MSo1ZTlhKjAqKjE5Om1lZXRpbmc=',
  'oid_19:meeting_OTU@thread.v2',
  'oid_19:gcch:meeting_OTU@thread.v2',
])('teamsMeetingId accepts %s', (id) => expect(teamsMeetingId(id).encoded).toBe(encodeURIComponent(id)));

it.each(['', 'a/b', '../x', '19:meeting', 'oid_20:x', '..'])('teamsMeetingId rejects "%s"', (id) => {
  expect(() => teamsMeetingId(id)).toThrow('does not contain a valid');
});

it.each(['48:notes', '19:abc@thread.v2', '19:gcch:abc@thread.v2', '19:dod:meeting_abc@thread.v2'])(
  'chatIdSegment accepts %s',
  (id) => {
    expect(chatIdSegment(id).encoded).toBe(encodeURIComponent(id));
  },
);

it.each(['48:calllogs', '49:notes', '48:notes/x', '19:4a95f7@thread.tacv2', '19:x:abc@thread.v2'])(
  'chatIdSegment rejects %s',
  (id) => {
    expect(() => chatIdSegment(id)).toThrow('does not contain a valid');
  },
);

it.each([
  ['https://teams.microsoft.com/meet/234567890123?p=x', undefined],
  ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_OTU%40thread.v2/0?context=broken', undefined],
  ['not a URL', undefined],
  [
    'https://teams.microsoft.com/l/meetup-join/19:meeting_OTU@thread.v2/0?context={"Tid":"x","Oid":"5e9a0000-0000-4000-8000-000000000002"}',
    btoa('1*5e9a0000-0000-4000-8000-000000000002*0**19:meeting_OTU@thread.v2'),
  ],
  [
    'https://gov.teams.microsoft.us/l/meetup-join/19%3agcch%3ameeting_OTU%40thread.v2/0?context={"Tid":"x","Oid":"5e9a0000-0000-4000-8000-000000000002"}',
    btoa('1*5e9a0000-0000-4000-8000-000000000002*0**19:gcch:meeting_OTU@thread.v2'),
  ],
])('constructedMeetingId of %s is %s', (url, expected) => expect(constructedMeetingId(url)).toBe(expected));
