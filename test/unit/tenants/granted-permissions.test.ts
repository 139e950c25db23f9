import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import type { AreaId } from '../../../src/tenants/areas.ts';
import {
  grantedPermissions,
  withoutImplied,
  missingPermissions,
  teamsPermissions,
  whyClosed,
} from '../../../src/tenants/granted-permissions.ts';

describe('grantedPermissions', () => {
  it.each<[string, string[], string[]]>([
    ['bare names', ['Mail.ReadBasic', 'openid', 'profile'], ['Mail.ReadBasic']],
    ['full URIs', ['https://graph.microsoft.com/User.Read'], ['User.Read']],
    ['any case', ['MAIL.READBASIC'], ['Mail.ReadBasic']],
    ['what a permission includes', ['Chat.Read'], ['Chat.Read', 'Chat.ReadBasic', 'ChatMessage.Read']],
    ['the read half of a writing permission', ['Files.ReadWrite.All'], ['Files.Read', 'Files.Read.All']],
    ['nothing of what it does not know', ['Directory.Read.All', '', 'constructor', '__proto__'], []],
  ])('reads %s', (_name, scopes, expected) => {
    expect(grantedPermissions(scopes).list()).toEqual(expected);
  });

  it('names no permission that another one includes, for me:///', () => {
    const names = grantedPermissions(['Mail.Read', 'Chat.ReadBasic', 'Files.Read.All']).list();
    expect(names).toContain('Mail.ReadBasic');
    expect(withoutImplied(names)).toEqual(['Mail.Read', 'Chat.ReadBasic', 'Files.Read.All']);
  });

  it('has no Teams in a cloud without its APIs, whatever is granted, and says why', () => {
    const granted = grantedPermissions(
      ['Chat.Read', 'Team.ReadBasic.All', 'Mail.Read'],
      [],
      teamsPermissions,
    );
    expect(granted.list()).toEqual(['Mail.Read', 'Mail.ReadBasic']);
    expect(() => granted.require('chats', 'Reading chats')).toThrow(
      'Reading chats is not possible: Microsoft Graph has no Teams APIs in the national cloud of your organization.',
    );
    expect(whyClosed(['chats'], granted)).toBe('not available in the national cloud of the organization');
  });

  it('does not accept a lesser permission for a greater one', () => {
    expect(grantedPermissions(['Mail.ReadBasic']).has('Mail.Read')).toBe(false);
  });

  it('names the permission of an area, who grants it and where', () => {
    const granted = grantedPermissions(['User.Read']);
    expect(() => granted.require('mail', 'Searching mail')).toThrow(AppError);
    expect(() => granted.require('mail', 'Searching mail')).toThrow(
      /Searching mail needs .* Mail\.Read, which is not granted\. An Entra administrator .*\/admin/,
    );
  });

  it('names the least permission that would do', () => {
    const granted = grantedPermissions(['User.Read']);
    expect(() => granted.require('mail', 'Listing mail', 'reduced')).toThrow(
      /Mail\.ReadBasic \(Mail\.Read for all of it\), /,
    );
    expect(missingPermissions(['mail', 'sharedMail'], granted)).toEqual(['Mail.Read']);
    expect(missingPermissions(['sharedMail'], granted)).toEqual(['Mail.Read.Shared']);
    expect(missingPermissions([['calendar', 'transcripts']], granted)).toEqual(['Calendars.Read']);
    expect(missingPermissions(['transcripts'], granted)).toEqual(['OnlineMeetings.Read']);
  });

  it.each<[AreaId, string[], string | undefined]>([
    ['mail', ['Mail.Read'], 'full'],
    ['mail', ['Mail.ReadBasic'], 'reduced'],
    ['mail', ['Mail.Read.Shared'], undefined],
    ['calendar', ['Calendars.Read.Shared'], undefined],
    ['sharePoint', ['Files.Read.All'], undefined],
    ['oneDrive', ['Sites.Read.All'], undefined],
    ['oneDrive', ['Files.Read.All'], 'full'],
    ['sharedOneDrive', ['Files.Read'], undefined],
    ['chats', ['ChatMessage.Read', 'ChatMember.Read'], undefined],
    ['chats', ['Chat.ReadBasic'], 'reduced'],
    ['transcripts', ['OnlineMeetingTranscript.Read.All'], undefined],
    ['transcripts', ['OnlineMeetingTranscript.Read.All', 'OnlineMeetings.Read'], 'full'],
  ])('opens the area %s under %j: %s', (area, scopes, level) => {
    expect(grantedPermissions(scopes).level(area)).toBe(level);
  });

  it.each<[string, string[], string[], string[]]>([
    ['takes it away', ['Mail.Read', 'Calendars.Read'], ['Calendars.Read'], ['Mail.Read', 'Mail.ReadBasic']],
    ['and what it implies', ['Mail.Read', 'Mail.ReadBasic', 'User.Read'], ['Mail.Read'], ['User.Read']],
    ['but nothing where it is not granted', ['Files.Read'], ['Files.Read.All'], ['Files.Read']],
    ['and leaves the greater one', ['Mail.Read'], ['Mail.ReadBasic'], ['Mail.Read']],
    ['and knows names it does not know', ['User.Read'], ['Directory.Read.All', ''], ['User.Read']],
  ])('a permission that is switched off: %s', (_name, scopes, off, expected) => {
    expect(grantedPermissions(scopes, off).list()).toEqual(expected);
  });

  it('names the administrator page when a permission is disabled in the connector', () => {
    const granted = grantedPermissions(['Mail.Read'], ['Mail.Read']);
    expect(granted.isOff('Mail.Read')).toBe(true);
    expect(granted.isOff('Calendars.Read')).toBe(false);
    expect(() => granted.require('mail', 'Searching mail')).toThrow(
      /Mail\.Read, which your organization has disabled .*administrator.*\/admin/,
    );
  });
});
