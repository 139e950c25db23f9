import { describe, expect, it } from 'vitest';
import { contoso, users } from '../../seed-data/tenants.ts';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');

async function joinUrl(who: ReturnType<typeof createGraphClient>, subject: string): Promise<string> {
  const { body } = await who.get('/me/events?$top=100');
  return body.value.find((event: { subject: string }) => event.subject === subject).onlineMeeting.joinUrl;
}

function lookUp(who: ReturnType<typeof createGraphClient>, url: string) {
  return who.get(`/me/onlineMeetings?$filter=${encodeURIComponent(`JoinWebUrl eq '${url}'`)}`);
}

async function meetingOf(who: ReturnType<typeof createGraphClient>, subject: string) {
  return (await lookUp(who, await joinUrl(who, subject))).body.value[0];
}

describe('online meetings', () => {
  it('are looked up by the address to join, exactly as it is stored', async () => {
    const url = await joinUrl(megan, 'Halo weekly');
    expect(url).toMatch(
      /^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3ameeting_\w+%40thread\.v2\/0\?context=%7b/,
    );
    const meeting = (await lookUp(megan, url)).body.value[0];
    expect(atob(meeting.id.padEnd(Math.ceil(meeting.id.length / 4) * 4, '='))).toBe(
      `1*${users.megan.objectId}*0**${meeting.chatInfo.threadId}`,
    );
    expect((await lookUp(megan, decodeURIComponent(url))).status).toBe(404);
    expect((await megan.get(`/chats/${meeting.chatInfo.threadId}`)).body.chatType).toBe('meeting');
    expect((await megan.get('/me/onlineMeetings')).status).toBe(400);
    expect((await lookUp(createGraphClient(graph, 'pradeep'), url)).status).toBe(403);
  });

  it('have a transcript for each occurrence, in WebVTT', async () => {
    const { id } = await meetingOf(megan, 'Halo weekly');
    const { body } = await megan.get(`/me/onlineMeetings/${id}/transcripts`);
    const days = body.value.map((transcript: { createdDateTime: string }) =>
      transcript.createdDateTime.slice(0, 10),
    );
    expect(days).toEqual(['2026-11-03', '2026-11-10', '2026-11-17']);
    const path = `/me/onlineMeetings/${id}/transcripts/${body.value[2].id}`;
    const content = await megan.get(`${path}/content?$format=text/vtt`);
    expect(content.headers.get('content-type')).toBe('text/vtt');
    expect(content.body.startsWith('WEBVTT\n\n-0:0:3.0 --> 0:0:4.32\n<v Megan Bowen>Budget is closed.')).toBe(
      true,
    );
    const metadata = await megan.get(`${path}/metadataContent`);
    expect(JSON.parse(metadata.body.split('\n')[3]).speakerName).toBe('Megan Bowen');
    graph.settings.speakerAttributionDisabled.add(contoso);
    graph.settings.behavior = 'documented';
    expect((await megan.get(`${path}/content?$format=text/vtt`)).body).not.toContain('<v ');
    graph.settings.behavior = 'practice';
    graph.settings.speakerAttributionDisabled.delete(contoso);
  });

  it('give no transcripts where the tenant has not switched them on', async () => {
    graph.settings.behavior = 'documented';
    const joni = createGraphClient(graph, 'joni');
    const { id } = await meetingOf(joni, 'Nightingale strategy');
    const off = await joni.get(`/me/onlineMeetings/${id}/transcripts`);
    expect([off.status, off.body.error.code]).toEqual([403, 'GraphAccessToTranscriptsDisabled']);
    graph.settings.transcriptApiDisabled.clear();
    expect((await joni.get(`/me/onlineMeetings/${id}/transcripts`)).body.value.length).toBe(1);
    graph.settings.behavior = 'practice';
  });

  it('are found by attendees by id and, in practice, not by URL', async () => {
    const url = await joinUrl(megan, 'Leadership meeting');
    expect((await lookUp(megan, url)).body.error.message).toContain('3003');
    graph.settings.behavior = 'documented';
    const { id } = (await lookUp(megan, url)).body.value[0];
    graph.settings.behavior = 'practice';
    expect((await megan.get(`/me/onlineMeetings/${id}`)).body.joinMeetingIdSettings.joinMeetingId).toMatch(
      /^\d{12}$/,
    );
  });

  it('are found by the number of a short link by their organizer', async () => {
    const patti = createGraphClient(graph, 'patti');
    const meeting = await meetingOf(patti, 'Leadership meeting');
    const filter = `joinMeetingIdSettings/joinMeetingId eq '${meeting.joinMeetingIdSettings.joinMeetingId}'`;
    const found = await patti.get(`/me/onlineMeetings?$filter=${encodeURIComponent(filter)}`);
    expect(found.body.value[0].id).toBe(meeting.id);
    expect(await joinUrl(megan, 'Supplier call')).toMatch(
      /^https:\/\/teams\.microsoft\.com\/meet\/\d{12}\?p=/,
    );
  });

  it('refuse WebVTT without speaker attribution in practice, and serve text without names', async () => {
    const { id } = await meetingOf(megan, 'Halo weekly');
    const { body } = await megan.get(`/me/onlineMeetings/${id}/transcripts`);
    const path = `/me/onlineMeetings/${id}/transcripts/${body.value[2].id}/content`;
    graph.settings.speakerAttributionDisabled.add(contoso);
    const refused = await megan.get(`${path}?$format=text/vtt`);
    expect([refused.status, refused.body.error.innerError.code]).toEqual([
      403,
      'SpeakerAttributionNotAllowed',
    ]);
    const plain = await megan.get(path, { accept: 'application/vnd.microsoft.graph.transcript+text' });
    expect(plain.body).toMatch(/^00:00:00\.000 --> 00:00:04\.320\n\nBudget is closed\./);
    graph.settings.speakerAttributionDisabled.delete(contoso);
  });

  it('have recordings, attendance, and notes for users with a license', async () => {
    const { id } = await meetingOf(megan, 'Halo weekly');
    expect((await megan.get(`/me/onlineMeetings/${id}/recordings`)).body.value.length).toBe(2);
    const reports = (await megan.get(`/me/onlineMeetings/${id}/attendanceReports`)).body.value;
    expect(reports.at(-1).totalParticipantCount).toBe(4);
    const list = await megan.get(`/copilot/users/${users.megan.objectId}/onlineMeetings/${id}/aiInsights`);
    expect(list.body.value[0]).not.toHaveProperty('meetingNotes');
    const insight = await megan.get(
      `/copilot/users/${users.megan.objectId}/onlineMeetings/${id}/aiInsights/${list.body.value[0].id}`,
    );
    expect(insight.body.actionItems[0].ownerDisplayName).toBe('Lidia Holloway');
    expect(
      (
        await createGraphClient(graph, 'adele').get(
          `/copilot/users/${users.adele.objectId}/onlineMeetings/${id}/aiInsights`,
        )
      ).status,
    ).toBe(403);
    expect(
      (await megan.get(`/copilot/users/${users.adele.objectId}/onlineMeetings/${id}/aiInsights`)).status,
    ).toBe(403);
  });

  it.each(['transcripts', 'recordings', 'attendanceReports'])(
    'need a permission of their own for %s',
    async (kind) => {
      const { id } = await meetingOf(megan, 'Halo weekly');
      expect(
        (
          await createGraphClient(graph, 'megan', ['OnlineMeetings.Read']).get(
            `/me/onlineMeetings/${id}/${kind}`,
          )
        ).status,
      ).toBe(403);
    },
  );
});
