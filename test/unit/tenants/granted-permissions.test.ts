import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { grantedPermissions } from '../../../src/tenants/granted-permissions.ts';

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

  it('does not take a lesser permission for a greater one', () => {
    expect(grantedPermissions(['Mail.ReadBasic']).has('Mail.Read')).toBe(false);
  });

  it('names the permissions that would help', () => {
    const demand = () =>
      grantedPermissions(['User.Read']).require(['Mail.Read', 'Mail.ReadBasic'], 'Searching mail');
    expect(demand).toThrow(AppError);
    expect(demand).toThrow(/Searching mail needs .*Mail\.Read or Mail\.ReadBasic.*administrator/);
  });
});
