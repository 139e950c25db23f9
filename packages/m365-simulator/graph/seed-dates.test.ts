import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../test-helpers/graph-client.ts';

/** Days on which counting back could go wrong: a Sunday, a Monday, around summer time, a leap day, New Year. */
const days = [
  '2026-03-29T01:30:00Z',
  '2026-11-30T00:30:00Z',
  '2026-10-25T12:00:00Z',
  '2028-02-29T23:59:00Z',
  '2027-01-01T09:00:00Z',
];

describe('the tenant on any day', () => {
  it.each(days)('%s has all of its mail in the past and its meetings around it', async (day) => {
    const nowMs = Date.parse(day);
    const megan = createGraphClient(createTestGraph({ nowMs }), 'megan');
    const { body } = await megan.get('/me/messages?$top=1&$select=receivedDateTime&$count=true');
    expect(Date.parse(body.value[0].receivedDateTime)).toBeLessThanOrEqual(nowMs);
    expect(body['@odata.count']).toBeGreaterThanOrEqual(300);
    const at = (offset: number) => encodeURIComponent(new Date(nowMs + offset * 86_400_000).toISOString());
    const view = await megan.get(`/me/calendarView?startDateTime=${at(-14)}&endDateTime=${at(14)}&$top=100`);
    expect(view.body.value.length).toBeGreaterThan(5);
    const meeting = await megan.get(
      `/me/onlineMeetings?$filter=${encodeURIComponent(`JoinWebUrl eq '${view.body.value.find((event: { subject: string }) => event.subject === 'Halo weekly').onlineMeeting.joinUrl}'`)}`,
    );
    const transcripts = await megan.get(`/me/onlineMeetings/${meeting.body.value[0].id}/transcripts`);
    for (const { createdDateTime } of transcripts.body.value)
      expect(Date.parse(createdDateTime)).toBeLessThan(nowMs);
    const chats = await megan.get('/me/chats?$expand=lastMessagePreview&$top=50');
    for (const chat of chats.body.value) {
      expect(Date.parse(chat.lastMessagePreview.createdDateTime)).toBeLessThanOrEqual(nowMs);
    }
  });
});
