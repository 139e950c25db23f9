import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso, lastFullWeeks } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { searchItems } from './reading/search-items.ts';
import { parseReadResult, read, type ReadResult, readError } from './reading/read-resource.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function event(query: string, more: Record<string, unknown> = {}): Promise<ReadResult> {
  const [item] = await searchItems(megan, 'outlook_calendar_search', { query, ...more });
  return read(megan, String(item?.['uri']));
}

describe('read_resource of events and meetings', () => {
  it('returns the chat, transcript and notes of an occurrence', async () => {
    const past = lastFullWeeks(1);
    const { facts } = await event('Halo weekly', past);
    expect(facts).toMatchObject({
      organizer: 'Megan Bowen <megan@contoso.example>',
      attendees: expect.arrayContaining([
        'Alex Wilber <alex@contoso.example>: tentativelyAccepted, optional',
      ]),
    });
    expect(facts).not.toHaveProperty('joinUrl');
    const [item] = await searchItems(megan, 'outlook_calendar_search', { query: 'Halo weekly', ...past });
    const whole = parseReadResult(
      await megan.callTool({ name: 'read_resource', arguments: { uri: item?.['uri'], links: true } }),
    );
    expect(whole.facts).toMatchObject({
      joinUrl: expect.stringContaining('meetup-join'),
      webLink: expect.stringContaining('https://outlook'),
    });
    const chat = await read(megan, String(facts['chat']));
    expect(chat.text).toContain('The demo lamps cost EUR 4,800 in all.');
    expect(chat.note).toContain('chat of a meeting');
    const transcript = await read(megan, String(facts['transcript']));
    expect(transcript.text.split('# Transcript\n')[1]?.split('\n')[0]).toBe(
      '[00:00:00] Megan Bowen: Budget is closed. We have one million three hundred and fifty thousand. The launch campaign is approved in full.',
    );
    const meeting = await read(megan, String(facts['meeting']));
    expect(meeting.text).toContain('- Order demo lamps: Lidia orders the demo lamps today. (Lidia Holloway)');
    expect(meeting.text).toMatch(/^- Alex Wilber, 15 min$/m);
    expect(meeting.facts['recordings']).toMatchObject([{ minutes: 29 }]);
    expect(meeting.facts['transcript']).toBe(facts['transcript']);
  });

  it('returns the transcript of the given occurrence of a series', async () => {
    const items = await searchItems(megan, 'outlook_calendar_search', {
      query: 'Halo weekly',
      ...lastFullWeeks(3),
    });
    const texts = await Promise.all(
      items.map(
        async ({ uri }) => (await read(megan, String(uri).replace('calendar:', 'meeting-transcript:'))).text,
      ),
    );
    expect(texts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.at(-1)).toContain('Budget is closed.');
  });

  it('lists the occurrences of a series with a transcript, newest first', async () => {
    const { facts } = await event('Halo weekly', lastFullWeeks(1));
    const series = String(facts['series']);
    for (const kind of ['meeting-transcript:', 'meeting:']) {
      const { entries, note } = await read(megan, series.replace('calendar:', kind));
      expect(entries).toHaveLength(3);
      expect(note).toContain('This is a series');
      const starts = entries.map(({ start }) => String(start));
      expect(starts).toEqual(starts.toSorted().toReversed());
    }
  });

  it('returns not_found for a future occurrence and mentions past transcripts', async () => {
    const { facts } = await event('Budget review');
    expect(facts['transcript']).toBeUndefined();
    const [item] = await searchItems(megan, 'outlook_calendar_search', {
      query: 'Halo weekly',
      afterDateTime: 'in 15 days',
    });
    const { code, message } = await readError(
      megan,
      String(item?.['uri']).replace('calendar:', 'meeting-transcript:'),
    );
    expect([code, message]).toEqual(['not_found', expect.stringContaining('transcripts of other dates')]);
    const dentist = (await searchItems(megan, 'outlook_calendar_search', { query: 'Dentist' }))[0]?.['uri'];
    expect(await readError(megan, String(dentist).replace('calendar:', 'meeting:'))).toMatchObject({
      code: 'not_found',
      message: 'This event has no Teams meeting.',
    });
  });

  it('reads both transcripts of a meeting of others with a short link', async () => {
    const { facts } = await event('Supplier call', lastFullWeeks(3));
    const transcript = await read(megan, String(facts['transcript']));
    expect(transcript.text).toContain('Transcript 1 of 2');
    expect(transcript.text).toContain('The first pallet leaves on Monday.');
    expect(transcript.text).toContain('Then the second pallet follows on Thursday.');
  });

  it('names the organizer of a meeting that Graph does not open', async () => {
    const { facts } = await event('Works council', lastFullWeeks(8));
    const { code, message } = await readError(megan, String(facts['transcript']));
    expect([code, message]).toEqual([
      'access_denied',
      expect.stringContaining('Ask Patti Fernandez <patti@contoso.example>, who organized it'),
    ]);
  });

  it('reads a transcript without names where speaker attribution is off', async () => {
    const { control } = connector.simulation.tenant;
    control.setTeamsSettings(contoso, { speakerAttribution: false });
    const { facts } = await event('Halo weekly', lastFullWeeks(1));
    const { text, note } = await read(megan, String(facts['transcript']));
    control.setTeamsSettings(contoso, { speakerAttribution: true });
    expect(text).toMatch(/^# Transcript\n\[00:00:00\] Budget is closed\./m);
    expect(note).toContain('Include speaker attribution');
  });

  it('reads an attachment of an event', async () => {
    const { facts } = await event('Budget review');
    const [attachment] = facts['attachments'] as { uri: string; name: string }[];
    expect(attachment?.name).toBe('Halo Retail Deck.pptx');
    const file = await read(megan, String(attachment?.uri));
    expect(file.text).toContain('Halo');
    expect(file.facts['attachedTo']).toContain('calendar:///events/');
  });

  it('returns transcripts_disabled and names the Teams setting', async () => {
    const joni = await connector.client('2026-07-28', 'joni');
    const { structuredContent } = await joni.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Nightingale strategy' },
    });
    const [item] = (structuredContent?.['items'] ?? []) as { uri: string }[];
    const { code, message } = await readError(
      joni,
      String(item?.uri).replace('calendar:', 'meeting-transcript:'),
    );
    expect([code, message]).toEqual([
      'transcripts_disabled',
      expect.stringContaining('Transcript API access, Microsoft Graph access'),
    ]);
    const { facts } = await read(joni, String(item?.uri).replace('calendar:', 'meeting:'));
    expect(facts['missing']).toMatchObject({ transcript: expect.stringContaining('Transcript API access') });
    await joni.close();
  });

  it('names the missing permission or license for each part of a meeting', async () => {
    const { facts } = await event('Halo weekly', lastFullWeeks(1));
    const uri = String(facts['meeting']);
    await withPermissions(
      connector,
      ['User.Read', 'Calendars.Read', 'OnlineMeetings.Read'],
      async (client) => {
        const { facts: few, text } = await read(client, uri);
        expect(text).toBe('');
        expect(few['missing']).toMatchObject({
          notes: expect.stringContaining('OnlineMeetingAiInsight.Read.All'),
          attendance: expect.stringContaining('OnlineMeetingArtifact.Read.All'),
          recordings: expect.stringContaining('OnlineMeetingRecording.Read.All'),
          transcript: expect.stringContaining('OnlineMeetingTranscript.Read.All'),
        });
      },
    );
    const adele = await connector.client('2026-07-28', 'adele');
    const { structuredContent } = await adele.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Halo weekly', ...lastFullWeeks(1) },
    });
    const [item] = (structuredContent?.['items'] ?? []) as { uri: string }[];
    const { facts: hers, text } = await read(adele, String(item?.uri).replace('calendar:', 'meeting:'));
    expect(hers['missing']).toMatchObject({ notes: expect.stringContaining('Copilot license') });
    expect(text).toContain('# Attendance');
    await adele.close();
  });

  it('hides the subject of a private event in a shared calendar', async () => {
    const [item] = await searchItems(megan, 'outlook_calendar_search', {
      calendarOwnerEmail: 'patti@contoso.example',
      afterDateTime: 'last monday',
      beforeDateTime: 'in 2 weeks',
      query: '*',
      limit: 25,
    }).then((items) => items.filter(({ private: hidden }) => hidden));
    const { whole, facts } = await read(megan, String(item?.['uri']));
    expect(facts['private']).toBe(true);
    expect(whole).not.toMatch(/Lawyer|Downtown/);
  });
});
