import { expect, it } from 'vitest';
import { requestedPermissions, usedPermissions, withoutIncluded } from '../../../src/tenants/permissions.ts';

it('requests no permission that a wider requested one includes', () => {
  const redundant = [
    'Mail.ReadBasic',
    'Chat.ReadBasic',
    'ChatMessage.Read',
    'ChatMember.Read',
    'Files.Read',
  ] as const;
  for (const name of redundant) {
    expect(requestedPermissions).not.toContain(name);
    expect(usedPermissions).toContain(name);
  }
});

it('requests the narrow permission where the wide one is not requested', () => {
  expect(withoutIncluded(['User.Read', 'Mail.ReadBasic', 'Files.Read'])).toEqual([
    'User.Read',
    'Mail.ReadBasic',
    'Files.Read',
  ]);
  expect(withoutIncluded(['ChatMember.Read', 'ChannelMessage.Read.All'])).toEqual([
    'ChatMember.Read',
    'ChannelMessage.Read.All',
  ]);
  expect(withoutIncluded(['Chat.ReadBasic', 'ChatMember.Read'])).toEqual(['Chat.ReadBasic']);
});
