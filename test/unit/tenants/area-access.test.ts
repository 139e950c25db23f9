import { describe, expect, it } from 'vitest';
import {
  type AreaAlternatives,
  grantedPermissions,
  isOpen,
  missingPermission,
  missingPermissionError,
  missingPermissions,
  ownAlternatives,
  teamsPermissions,
  whyClosed,
} from '../../../src/tenants/granted-permissions.ts';

const basicMail = grantedPermissions(['Mail.ReadBasic']);
const transcripts = grantedPermissions(['OnlineMeetingTranscript.Read.All']);
const mailOff = grantedPermissions(['Mail.Read'], ['Mail.Read']);

describe('isOpen', () => {
  it.each<[string, AreaAlternatives, boolean]>([
    ['no alternatives', [], true],
    ['one open area', ['mail'], true],
    ['one open area among closed ones', ['calendar', 'mail'], true],
    ['two areas of which one is closed', [['mail', 'calendar']], false],
    ['two areas, or an open one', [['mail', 'calendar'], 'mail'], true],
    ['closed areas', ['calendar', 'notes'], false],
  ])('with %s: %s', (_case, alternatives, expected) => {
    expect(isOpen(alternatives, basicMail)).toBe(expected);
  });

  it('needs the full permission at the full level', () => {
    expect(isOpen(['mail'], basicMail, 'full')).toBe(false);
    expect(isOpen(['mail'], grantedPermissions(['Mail.Read']), 'full')).toBe(true);
    expect(isOpen(['mail'], grantedPermissions(['Mail.Read']))).toBe(true);
  });
});

describe('require', () => {
  it('accepts the reduced level only where it is enough', () => {
    expect(() => basicMail.require('mail', 'Searching mail', 'reduced')).not.toThrow();
    expect(() => basicMail.require('mail', 'Reading mail')).toThrow(
      'Reading mail needs the Microsoft Graph permission Mail.Read, which is not granted.',
    );
    expect(() => grantedPermissions(['Mail.Read']).require('mail', 'Reading mail')).not.toThrow();
    expect(() => grantedPermissions(['Mail.Read']).require('mail', 'Searching', 'reduced')).not.toThrow();
  });

  it('names the reduced permission, and the one for all of it', () => {
    const nothing = grantedPermissions([]);
    expect(() => nothing.require('mail', 'Searching mail', 'reduced')).toThrow(
      'the Microsoft Graph permission Mail.ReadBasic (Mail.Read for all of it), which is not granted',
    );
    expect(() => nothing.require('calendar', 'Reading events', 'reduced')).toThrow(
      'the Microsoft Graph permission Calendars.Read, which',
    );
  });
});

describe('missingPermission', () => {
  it('is that of the area that another one depends on, and then its own', () => {
    expect(missingPermission('transcripts', transcripts)).toBe('OnlineMeetings.Read');
    expect(missingPermission('transcripts', grantedPermissions(['OnlineMeetings.Read']))).toBe(
      'OnlineMeetingTranscript.Read.All',
    );
    expect(transcripts.level('transcripts')).toBeUndefined();
    expect(missingPermission('mail', transcripts)).toBe('Mail.Read');
    expect(missingPermission('mail', transcripts, 'reduced')).toBe('Mail.ReadBasic');
  });
});

describe('missingPermissions', () => {
  it.each<[AreaAlternatives, readonly string[]]>([
    [
      ['calendar', 'notes'],
      ['Calendars.Read', 'Notes.Read.All'],
    ],
    [['calendar', 'calendar'], ['Calendars.Read']],
    [['mail', 'calendar'], ['Calendars.Read']],
    [[['mail', 'calendar']], ['Calendars.Read']],
    [['sharedCalendars', 'calendar'], ['Calendars.Read']],
    [['sharedCalendars'], ['Calendars.Read.Shared']],
    [[['calendar', 'sharedCalendars'], 'notes'], ['Notes.Read.All']],
  ])('of %j are %j', (alternatives, expected) => {
    expect(missingPermissions(alternatives, basicMail)).toEqual(expected);
  });

  it('are asked for without areas of others', () => {
    const alternatives: AreaAlternatives = ['mail', 'sharedMail', ['calendar', 'sharedCalendars']];
    expect(ownAlternatives(alternatives)).toEqual(['mail']);
  });
});

describe('whyClosed', () => {
  it('names the missing permissions, and who disabled them', () => {
    expect(whyClosed(['calendar', 'notes'], basicMail)).toBe(
      'requires Calendars.Read or Notes.Read.All, not granted',
    );
    expect(whyClosed(['mail', 'calendar'], mailOff)).toBe(
      'requires Mail.Read or Calendars.Read, disabled by the organization',
    );
    const withoutTeams = grantedPermissions([], [], teamsPermissions);
    expect(whyClosed(['chats'], withoutTeams)).toContain('national cloud');
    expect(whyClosed(['chats', 'mail'], withoutTeams)).toBe('requires Chat.Read or Mail.Read, not granted');
    expect(whyClosed([], basicMail)).not.toContain('national cloud');
  });
});

describe('missingPermissionError', () => {
  it('has the permissions as details', () => {
    const permissions = ['Mail.Read', 'Calendars.Read'] as const;
    expect(missingPermissionError(permissions, 'Searching', mailOff)).toMatchObject({
      code: 'permission_missing',
      message: expect.stringMatching(
        /Mail\.Read or Calendars\.Read, which your organization has disabled/,
      ) as string,
      details: { permissions },
    });
    const withoutTeams = grantedPermissions([], [], teamsPermissions);
    expect(missingPermissionError(['Chat.Read'], 'Searching', withoutTeams)).toMatchObject({
      code: 'permission_missing',
      details: { permissions: ['Chat.Read'] },
    });
    expect(missingPermissionError(['Chat.Read', 'Mail.Read'], 'Searching', withoutTeams).message).toContain(
      'Chat.Read or Mail.Read, which is not granted',
    );
  });
});

describe('a disabled permission', () => {
  it('is disabled with those that it includes, whether it is granted or not', () => {
    expect(mailOff.isDisabled('Mail.ReadBasic')).toBe(true);
    expect(mailOff.has('Mail.ReadBasic')).toBe(false);
    const notGranted = grantedPermissions([], ['Mail.Read']);
    expect(notGranted.isDisabled('Mail.Read')).toBe(true);
    expect(notGranted.isOff('Mail.Read')).toBe(false);
    const implied = grantedPermissions(['Mail.Read'], ['Mail.Read']);
    expect([implied.isDisabled('Mail.ReadBasic'), implied.isDisabled('Calendars.Read')]).toEqual([
      true,
      false,
    ]);
  });
});
