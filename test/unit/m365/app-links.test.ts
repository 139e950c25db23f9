import { describe, expect, it } from 'vitest';
import { clouds } from '../../../src/entra/clouds.ts';
import { formatResourceUri, parseResourceUri } from '../../../src/m365/uri.ts';
import { teamsLink } from '../../../src/m365/teams/link.ts';

/** Teams as Microsoft publishes it for each cloud. */
const teamsOrigins = [
  ['global', 'https://teams.microsoft.com'],
  ['usgov', 'https://gov.teams.microsoft.us'],
  ['usgov-dod', 'https://dod.teams.microsoft.us'],
] as const;
const team = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
const channel = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
const chat = '19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2';
const mailId = 'AAMkAGUAAAwTW09AAA=';
const channelUri = `teams:///teams/${team}/channels/${channel}`;

describe('a link of Teams or Outlook', () => {
  it.each([
    [
      `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/1648741500652?tenantId=x&groupId=${team}&parentMessageId=1648741500652&teamName=T&channelName=C&createdTime=1648741500652`,
      `${channelUri}/messages/1648741500652`,
    ],
    [
      `https://teams.microsoft.com/l/message/${channel}/1648741500999?groupId=${team}&parentMessageId=1648741500652`,
      `${channelUri}/messages/1648741500652/replies/1648741500999`,
    ],
    [
      `https://teams.microsoft.com/l/message/${chat}/1648741500652?context=%7B%22contextType%22%3A%22chat%22%7D`,
      `teams:///chats/${chat}/messages/1648741500652`,
    ],
    [`https://teams.cloud.microsoft/l/chat/${chat}/0?tenantId=x`, `teams:///chats/${chat}/messages/`],
    [
      `https://teams.microsoft.com/l/channel/19%3a4a95f7d8db4c4e7fae857bcebe0623e6%40thread.tacv2/General?groupId=${team}`,
      `${channelUri}/messages/`,
    ],
    [
      `https://teams.microsoft.com/l/team/${channel}/conversations?groupId=${team}`,
      `teams:///teams/${team}/channels/`,
    ],
    [
      `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(mailId)}&exvsurl=1&viewmodel=ReadMessageItem`,
      `mail:///messages/${mailId}`,
    ],
    [
      `https://outlook.office365.com/owa/?itemid=${mailId}&exvsurl=1&path=/calendar/item`,
      `calendar:///events/${mailId}`,
    ],
    [
      'https://outlook.office365.com/owa/?ItemID=AAMk%2BGU%2FAAwTW09AAA%3D&exvsurl=1',
      'mail:///messages/AAMk_GU-AAwTW09AAA=',
    ],
    [
      `https://outlook.office.com/mail/deeplink/read/${encodeURIComponent(mailId)}`,
      `mail:///messages/${mailId}`,
    ],
    [`https://outlook.office.com/calendar/item/${mailId}`, `calendar:///events/${mailId}`],
    [`https://webmail.apps.mil/mail/deeplink/read/${mailId}`, `mail:///messages/${mailId}`],
    [`https://partner.outlook.cn/owa/?ItemID=${mailId}`, `mail:///messages/${mailId}`],
    [
      `https://teams.microsoft.com/l/message/19:abc@thread.skype/1648741500652?groupId=${team}#fragment`,
      `teams:///teams/${team}/channels/19:abc@thread.skype/messages/1648741500652`,
    ],
    [
      'https://teams.microsoft.com/l/message/19:abc@thread.skype/1648741500652',
      'teams:///chats/19:abc@thread.skype/messages/1648741500652',
    ],
  ])('%s is the resource that it opens', (link, expected) => {
    expect(formatResourceUri(parseResourceUri(link))).toBe(formatResourceUri(parseResourceUri(expected)));
  });

  it.each(teamsOrigins)('of a message is read as that in the cloud %s', (cloud, origin) => {
    expect(clouds[cloud].teamsOrigin).toBe(origin);
    for (const uri of [
      `teams:///chats/${chat}/messages/1648741500652`,
      `${channelUri}/messages/1648741500652`,
    ]) {
      const link = teamsLink(uri, clouds[cloud].teamsOrigin);
      expect(link).toMatch(new RegExp(`^${origin}/l/message/`));
      expect(formatResourceUri(parseResourceUri(link ?? ''))).toBe(uri);
    }
  });

  it('is not formed in a cloud without Teams', () => {
    expect(
      teamsLink(`teams:///chats/${chat}/messages/1648741500652`, clouds.china.teamsOrigin),
    ).toBeUndefined();
  });

  it.each([
    `http://teams.microsoft.com/l/chat/${chat}/0`,
    `https://teams.microsoft.com.evil.example/l/chat/${chat}/0`,
    `https://user@teams.microsoft.com/l/chat/${chat}/0`,
    `https://:secret@teams.microsoft.com/l/chat/${chat}/0`,
    `https://teams.microsoft.com:8443/l/chat/${chat}/0`,
    `https://teams.microsoft.com./l/chat/${chat}/0`,
    `https://teams.microsoft.com%2eevil.example/l/chat/${chat}/0`,
    `https://teams.microsoft.com\\@evil.example/l/chat/${chat}/0`,
    `https://teаms.microsoft.com/l/chat/${chat}/0`,
    `https://evil.example/?https://teams.microsoft.com/l/chat/${chat}/0`,
    `https://evil.example#https://teams.microsoft.com/l/chat/${chat}/0`,
    `https://teams.microsoft.com/l/chat/${encodeURIComponent(encodeURIComponent(chat))}/0`,
    `https://teams.microsoft.com/l/chat/${encodeURIComponent(channel)}/0`,
    `https://teams.microsoft.com/l/chat/${chat}%00/0`,
    `https://teams.microsoft.com/l/message/${chat}/%ED%A0%80`,
    `https://teams.microsoft.com/l/chat/${chat}/0?x=${'x'.repeat(4096)}`,
    `https://teams.microsoft.com/l/chat/${'a/'.repeat(2000)}`,
    'https://outlook.office.com/mail/deeplink/compose',
    'https://outlook.office.com/calendar/deeplink/compose?subject=Halo',
    'https://outlook.office.com/calendar/item',
    'https://outlook.office.com/mail/deeplink/read/inbox/AAMkAGUAAAwTW09AAA%3D',
    'https://outlook.office.com/mail/deeplink/read/AAMk%252e%252e',
    'https://teams.microsoft.com/l/chat/..%2f..%2fme/0',
    'https://teams.microsoft.com/l/chat/%/0',
    `https://teams.microsoft.com/l/message/${channel}/1648741500652`,
    `https://teams.microsoft.com/l/message/${channel}/1?groupId=..%2F..`,
    `https://teams.microsoft.com/l/meetup-join/${chat}/0`,
    'https://outlook.office365.com/mail/inbox/id/AAQkAGUAAA%3D',
    'https://outlook.office365.com/owa/?ItemID=',
    'https://outlook.office365.com/owa/?ItemID=..%2F..%2Fusers',
    'https://evil.example/owa/?ItemID=AAMkAGUAAAwTW09AAA%3D',
  ])('%s is none', (link) => {
    expect(() => parseResourceUri(link)).toThrow('not a uri that can be read');
  });
});
