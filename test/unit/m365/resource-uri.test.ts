import { describe, expect, it } from 'vitest';
import { type Resource, formatResourceUri, parseResourceUri } from '../../../src/m365/uri.ts';

const immutable = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const item = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
const guid = 'fab00000-0000-4000-8000-00000000fab0';
const site =
  'contoso.sharepoint.com,5724d91f-650c-4810-83cc-61a8818917d6,c3ba25dc-2c9f-48cb-83be-74cdf68ea5a0';
const chat = '19:meeting_MjdhNjM4@thread.v2';
const channel = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';

/** Each canonical URI with what it names. */
const canonical: readonly (readonly [string, Resource])[] = [
  ['mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA', { kind: 'message', messageId: immutable }],
  [
    'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA?owner=invoices@contoso-finance.example',
    { kind: 'message', messageId: immutable, owner: 'invoices@contoso-finance.example' },
  ],
  [
    'mail:///messages/AAMkAGUAAAwTW09AAA=/attachments/AAMkADA1M-zAAA=',
    { kind: 'attachment', messageId: 'AAMkAGUAAAwTW09AAA=', attachmentId: 'AAMkADA1M-zAAA=' },
  ],
  ['mail:///folders/', { kind: 'mailFolders' }],
  [
    'mail:///folders/?owner=invoices@contoso.example',
    { kind: 'mailFolders', owner: 'invoices@contoso.example' },
  ],
  ['mail:///folders/inbox', { kind: 'mailFolder', folder: 'inbox' }],
  [
    'mail:///folders/Skrzynka%20odbiorcza/Oferty%20%C5%BC%C3%B3%C5%82te/50%25%20%23%3F',
    { kind: 'mailFolder', folder: 'Skrzynka odbiorcza/Oferty żółte/50% #?' },
  ],
  ['calendar:///events/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA', { kind: 'event', eventId: immutable }],
  [
    "calendar:///events/AAMkAGUAAAwTW09AAA=?owner=o'neil@contoso.example",
    { kind: 'event', eventId: 'AAMkAGUAAAwTW09AAA=', owner: "o'neil@contoso.example" },
  ],
  [
    'calendar:///events/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA/attachments/~ARIAEABlO1TqTAdQTKCMv05NlHYt',
    {
      kind: 'eventAttachment',
      eventId: immutable,
      attachmentId:
        'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAAARIAEABlO1TqTAdQTKCMv05NlHYt',
    },
  ],
  [
    'meeting-transcript:///events/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA',
    { kind: 'transcript', eventId: immutable },
  ],
  [
    'meeting:///events/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA?owner=patti@contoso.example',
    { kind: 'meeting', eventId: immutable, owner: 'patti@contoso.example' },
  ],
  ['teams:///chats/', { kind: 'chats' }],
  [`teams:///chats/${chat}/messages/`, { kind: 'chat', chatId: chat }],
  [
    `teams:///chats/${chat}/messages/1732440000123`,
    { kind: 'chatMessage', chatId: chat, chatMessageId: '1732440000123' },
  ],
  ['teams:///teams/', { kind: 'teams' }],
  [`teams:///teams/${guid}/channels/`, { kind: 'team', teamId: guid }],
  [
    `teams:///teams/${guid}/channels/${channel}/messages/`,
    { kind: 'channel', teamId: guid, channelId: channel },
  ],
  [
    `teams:///teams/${guid}/channels/${channel}/messages/1732440000123`,
    { kind: 'channelMessage', teamId: guid, channelId: channel, chatMessageId: '1732440000123' },
  ],
  [
    `teams:///teams/${guid}/channels/${channel}/messages/1732440000123/replies/1732440000999`,
    {
      kind: 'channelReply',
      teamId: guid,
      channelId: channel,
      chatMessageId: '1732440000123',
      replyId: '1732440000999',
    },
  ],
  ['drive:///me', { kind: 'ownDrive' }],
  [`drive:///sites/${site}`, { kind: 'siteDrives', siteId: site }],
  [`file:///${drive}/root`, { kind: 'driveRoot', driveId: drive }],
  [`file:///${drive}/${item}`, { kind: 'file', driveId: drive, itemId: item }],
  [
    `file:///${drive}/Plans/2026%20%2350%25.docx`,
    { kind: 'filePath', driveId: drive, path: 'Plans/2026 #50%.docx' },
  ],
  [`page:///sites/${site}/pages/${guid}`, { kind: 'page', siteId: site, pageId: guid }],
  ['me:///', { kind: 'me' }],
  [
    'https://contoso.sharepoint.com/:w:/s/marketing/EaBc?e=1',
    { kind: 'link', url: 'https://contoso.sharepoint.com/:w:/s/marketing/EaBc?e=1' },
  ],
];

describe('parseResourceUri and formatResourceUri', () => {
  it.each(canonical)('%s is read and written', (uri, resource) => {
    expect(parseResourceUri(uri)).toEqual(resource);
    expect(formatResourceUri(resource)).toBe(uri);
  });

  it.each([
    [`mail:///messages/${immutable}`, canonical[0]?.[1]],
    [`mail:///messages/${immutable}/`, canonical[0]?.[1]],
    ['mail:///messages/AAMkAGUAAAwTW09AAA%3D', { kind: 'message', messageId: 'AAMkAGUAAAwTW09AAA=' }],
    ['mail:///folders', { kind: 'mailFolders' }],
    [`teams:///chats/${encodeURIComponent(chat)}`, { kind: 'chat', chatId: chat }],
    [`teams:///teams/${guid}`, { kind: 'team', teamId: guid }],
    [`teams:///teams/${guid}/channels/${channel}`, { kind: 'channel', teamId: guid, channelId: channel }],
    [`file:///${drive}/root:/Plans/a.docx`, { kind: 'filePath', driveId: drive, path: 'Plans/a.docx' }],
    [
      `file:///${drive}/Shared Documents/a.docx`,
      { kind: 'filePath', driveId: drive, path: 'Shared Documents/a.docx' },
    ],
  ])('parse %s', (uri, resource) => {
    expect(parseResourceUri(uri)).toEqual(resource);
  });

  it('format names with lone surrogates', () => {
    expect(formatResourceUri({ kind: 'mailFolder', folder: 'a\ud800b' })).toBe('mail:///folders/a%EF%BF%BDb');
  });

  it.each([
    '',
    'mail',
    'mail:/messages/AAMkAAAA',
    'mail://messages/AAMkAAAA',
    'MAIL:///messages/AAMkAAAA',
    ' mail:///messages/AAMkAAAA',
    'mail:///messages/',
    'mail:///messages/..',
    'mail:///folders/a\ud800b',
    'mail:///messages/.',
    'mail:///messages/%2e%2e',
    'mail:///messages/%2E%2E/folders',
    'mail:///messages/%252e%252e',
    'mail:///messages/AAMkAAAA/../folders',
    'mail:///messages/AAMk%2FAAAA',
    'mail:///messages/AAMk%5CAAAA',
    'mail:///messages/AAMk\\AAAA',
    'mail:///messages/AAMk%00AAAA',
    'mail:///messages/AAMk%0aAAAA',
    'mail:///messages/AAMk\nAAAA',
    'mail:///messages/AAMk\tAAAA',
    'mail:///messages/AAMk AAAA',
    'mail:///messages/AAMk%E0%A4AAAA',
    'mail:///messages/AAMk%zzAAAA',
    'mail:///messages/AAMkAAAA#x',
    'mail:///messages/AAMkAAAA?$select=body',
    'mail:///messages/AAMkAAAA?owner=',
    'mail:///messages/AAMkAAAA?owner=a@b.example&owner=c@d.example',
    'mail:///messages/AAMkAAAA?owner=a@b.example/../../me',
    'mail:///messages/AAMkAAAA?owner=..%2f@b.example',
    'mail:///messages/AAMkAAAA?owner=megan',
    'mail:///messages/AAMkAAAA?owner=@b.example',
    "mail:///messages/AAMkAAAA')/x",
    'mail:///messages/AAMkAAAA/attachments/',
    'mail:///messages/AAMkAAAA/attachments/..',
    'mail:///messages/AAMkAAAA/attachments/AAMkBBBB/$value',
    'mail:///messages/AAMkAAAA/$value',
    'mail:///folders/..',
    'mail:///folders/Inbox/../x',
    'mail:///folders/Inbox//x',
    'mail:///folders/Inbox/%2e%2e',
    'mail:///other/AAMkAAAA',
    'calendar:///events/..',
    'calendar:///messages/AAMkAAAA',
    'meeting:///events/../x',
    'meeting:///events/abc',
    'teams:///chats/..',
    'teams:///chats/19:x@thread.v2/messages/..',
    'teams:///chats/19:x@thread.v2/messages/12/replies/13',
    'teams:///chats/19:x@thread.v2?owner=a@b.example',
    'teams:///teams/not-a-guid/channels/',
    `teams:///teams/${guid}/channels/..`,
    `file:///${drive}`,
    `file:///${drive}/..`,
    `file:///${drive}/a/../b`,
    `file:///${drive}/a/%2e%2e/b`,
    `file:///${drive}/a%2f..%2fb`,
    `file:///${drive}/a?b`,
    `file:///${drive}/a:b`,
    `file:///${drive}/a*`,
    'file:///../x',
    'file:///etc/passwd%00',
    'file://server/share',
    'drive:///sites/..',
    'drive:///sites/a/../b',
    'page:///sites/root/pages/..',
    'page:///sites/root/pages/not-a-guid',
    'me:///x',
    'me:///?owner=a@b.example',
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://evil.example/contoso.sharepoint.com',
    'https://evilsharepoint.com/x',
    'https://user@contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://sharepoint.com/x',
    'https://',
    'https://graph.microsoft.com/v1.0/me',
    'javascript:alert(1)',
    'ftp:///x',
    `mail:///messages/${'A'.repeat(2000)}`,
  ])('reject %j with the name of the argument', (uri) => {
    expect(() => parseResourceUri(uri)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', details: { argument: 'uri' } }),
    );
  });
});

describe('the limits of a resource URI', () => {
  const name = (length: number): string => 'a'.repeat(length);
  const list = `list:///${site}/${guid}`;
  const isRead = (uri: string): boolean => {
    try {
      parseResourceUri(uri);
      return true;
    } catch {
      return false;
    }
  };

  it.each([
    ['a folder name of 255 characters', `mail:///folders/${name(255)}`, true],
    ['a folder name of 256', `mail:///folders/${name(256)}`, false],
    ['a folder name of one', 'mail:///folders/a', true],
    ['a path of 1,000', `mail:///folders/${[255, 255, 255, 224].map(name).join('/')}`, true],
    ['a path of 1,001', `mail:///folders/${[255, 255, 255, 225].map(name).join('/')}`, false],
    ['an owner of 300', `mail:///folders/?owner=${name(45)}@${name(254)}`, true],
    ['an owner of 301', `mail:///folders/?owner=${name(46)}@${name(254)}`, false],
    ['an owner of three', 'mail:///folders/?owner=a@b', true],
    ['an owner of one', 'mail:///folders/?owner=a', false],
    ['an owner with a dot in disguise', 'mail:///folders/?owner=a%2eb@c.example', false],
    ['a filter of 500 characters', `${list}?filter=${name(500)}`, true],
    ['a filter of 501', `${list}?filter=${name(501)}`, false],
    ['a filter with a slash', `${list}?filter=Path%20%3D%20a%2Fb`, true],
    ['a filter with half a character', `${list}?filter=a%C3`, false],
    ['a folder that begins with a dot', 'mail:///folders/.a/..a/...', true],
    ['a folder that is a dot', 'mail:///folders/a/./b', false],
    ['a folder that is two dots', 'mail:///folders/a/../b', false],
    ['a folder that ends with a dot', 'mail:///folders/a./b..', true],
    ['a slash within a name', 'mail:///folders/a%2Fb', false],
    ['a slash within a name, in small letters', 'mail:///folders/a%2fb', false],
    ['a dot in disguise', 'mail:///folders/%2ea', false],
    ['a dot in disguise, in capitals', 'mail:///folders/%2Ea', false],
    ['a control character beyond ASCII', 'mail:///folders/a%C2%85', false],
    ['half a character', 'mail:///folders/a%C3', false],
    ['an owner where there can be none', `drive:///me?owner=a@b.example`, false],
    ['something before the scheme', 'xmail:///folders/', false],
  ] as const)('%s', (_, uri, expected) => {
    expect(isRead(uri)).toBe(expected);
  });

  it.each([
    [`01${'A'.repeat(20)}`, 'file'],
    [`01${'A'.repeat(60)}`, 'file'],
    [`01${'A'.repeat(19)}`, 'filePath'],
    [`01${'A'.repeat(61)}`, 'filePath'],
    [`x01${'A'.repeat(20)}`, 'filePath'],
    [`01${'A'.repeat(20)}.docx`, 'filePath'],
    [`01${'a'.repeat(20)}`, 'filePath'],
    ['root', 'driveRoot'],
  ])('%s in a drive is a %s', (text, kind) => {
    expect(parseResourceUri(`file:///${drive}/${text}`).kind).toBe(kind);
  });
});
