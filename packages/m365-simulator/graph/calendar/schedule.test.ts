import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const megan = createGraphClient(createTestGraph(), 'megan');
const warsaw = { prefer: 'outlook.timezone="Europe/Warsaw"' };

describe('getSchedule', () => {
  const window = {
    startTime: { dateTime: '2026-12-01T08:00:00', timeZone: 'Central European Standard Time' },
    endTime: { dateTime: '2026-12-01T18:00:00', timeZone: 'Europe/Warsaw' },
    availabilityViewInterval: 60,
  };
  const ask = async (schedules: readonly string[], more: object = {}) =>
    megan.post('/me/calendar/getSchedule', { schedules, ...window, ...more }, warsaw);

  it('returns availability, working hours and an error per unknown mailbox', async () => {
    const { body } = await ask([
      'megan@contoso.example',
      'patti@contoso.example',
      'adele@contoso.example',
      'room14@contoso.example',
      'nobody@contoso.example',
      'lynne@contoso.example',
      'grady@contoso.example',
      'lidia@contoso.example',
    ]);
    const [own, patti, adele, room, nobody, lynne, grady, lidia] = body.value;
    expect(own.availabilityView).toBe('0000000020');
    expect(own.workingHours).toMatchObject({
      startTime: '09:00:00.0000000',
      timeZone: { name: 'Central European Standard Time' },
    });
    expect(patti.scheduleItems[0]).toMatchObject({ subject: 'Leadership meeting', status: 'busy' });
    expect(patti.workingHours.timeZone.name).toBe('Pacific Standard Time');
    // She does not share her calendar: only that she is away.
    expect(adele.scheduleItems[0]).not.toHaveProperty('subject');
    expect(room.availabilityView).toBe('0000000000');
    expect([nobody, lynne, grady].map((entry) => entry.error.responseCode)).toEqual([
      'ErrorMailRecipientNotFound',
      'ErrorNoFreeBusyAccess',
      'ErrorMailboxFailover',
    ]);
    expect(lidia.workingHours.timeZone).toMatchObject({
      '@odata.type': '#microsoft.graph.customTimeZone',
      bias: 480,
    });
  });

  it('marks tentative, out of office and elsewhere', async () => {
    const day = async (date: string, address: string) =>
      (
        await ask([address], {
          startTime: { dateTime: `${date}T09:00:00`, timeZone: 'Europe/Warsaw' },
          endTime: { dateTime: `${date}T17:00:00`, timeZone: 'Europe/Warsaw' },
        })
      ).body.value[0].availabilityView;
    expect(await day('2026-11-30', 'megan@contoso.example')).toBe('00110000');
    expect(await day('2026-12-04', 'megan@contoso.example')).toBe('44444444');
    expect(await day('2026-12-08', 'megan@contoso.example')).toBe('33333333');
    expect(await day('2026-11-26', 'megan@contoso.example')).toBe('02200000');
  });

  it.each([
    ['too many addresses', { schedules: Array.from({ length: 21 }, () => 'a@contoso.example') }, 400],
    ['an interval of a minute', { availabilityViewInterval: 1 }, 400],
    ['an end before the start', { endTime: { dateTime: '2026-11-01T08:00:00', timeZone: 'UTC' } }, 400],
    ['an unknown zone', { startTime: { dateTime: '2026-12-01T08:00:00', timeZone: 'Nowhere' } }, 400],
  ])('rejects %s', async (_name, more, status) => {
    expect((await ask(['megan@contoso.example'], more)).status).toBe(status);
  });

  it('returns an error per mailbox for more than 62 days', async () => {
    const { body } = await ask(['megan@contoso.example'], {
      endTime: { dateTime: '2027-03-01T08:00:00', timeZone: 'UTC' },
    });
    expect(body.value[0].error.responseCode).toBe('ErrorTimeIntervalTooBig');
  });
});
