import { describe, expect, it } from 'vitest';
import { readMailboxTimeZone } from '../../../src/m365/mailbox-time-zone.ts';
import { grantedPermissions } from '../../../src/tenants/granted-permissions.ts';
import { toolContext } from '../tools/tool-context.ts';

const custom = {
  '@odata.type': '#microsoft.graph.customTimeZone',
  name: 'Customized Time Zone',
  bias: -60,
  standardOffset: { time: '03:00:00.0000000', dayOccurrence: 5, dayOfWeek: 'sunday', month: 10, year: 0 },
  daylightOffset: {
    daylightBias: -60,
    time: '02:00:00.0000000',
    dayOccurrence: 5,
    dayOfWeek: 'sunday',
    month: 3,
    year: 0,
  },
};
const encoded = 'Custom/-60/10-5-0-180/3-5-0-120/-60';

describe('readMailboxTimeZone', () => {
  it.each([
    ['a Windows name', { timeZone: 'W. Europe Standard Time' }, 'Europe/Berlin'],
    [
      'a Windows name and a locale',
      { timeZone: 'W. Europe Standard Time', language: { locale: 'nb-NO' } },
      'Europe/Oslo',
    ],
    [
      'an IANA name that the user chose',
      { timeZone: 'Europe/Rome', language: { locale: 'nb-NO' } },
      'Europe/Rome',
    ],
    [
      'a custom zone with rules',
      { timeZone: 'Customized Time Zone', workingHours: { timeZone: custom } },
      encoded,
    ],
    ['an unknown name', { timeZone: 'Customized Time Zone' }, undefined],
  ])('reads %s from the mailbox settings', async (_, settings, expected) => {
    const { graph, caller, clock } = toolContext(() => settings);
    const granted = grantedPermissions(['MailboxSettings.Read']);
    expect(await readMailboxTimeZone(graph, granted, caller, clock)).toBe(expected);
    expect(graph.roundTrips).toBe(1);
  });

  it.each([
    [custom, encoded],
    [{ name: 'Pacific Standard Time' }, 'America/Los_Angeles'],
    [{ name: 'Mars' }, undefined],
    [undefined, undefined],
  ])('reads the zone of the working hours %#', async (timeZone, expected) => {
    const { graph, caller, clock } = toolContext(() => ({ value: [{ workingHours: { timeZone } }] }));
    const granted = grantedPermissions(['Calendars.Read']);
    expect(await readMailboxTimeZone(graph, granted, caller, clock)).toBe(expected);
  });
});
