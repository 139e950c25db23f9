import { describe, expect, it } from 'vitest';
import {
  PathSegment,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  guidSegment,
  hostName,
  itemId,
  mailboxOwner,
  opaqueId,
  shareToken,
  siteId,
  teamsMessageId,
  teamsThreadId,
} from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';

const guid = '5724d91f-650c-4810-83cc-61a8818917d6';
const pathOf = (...names: string[]) => driveItemPath(names);

describe('a segment function accepts', () => {
  it.each<[string, (value: string) => PathSegment, string, string]>([
    ['a mail id', exchangeId, 'AAMkAGI2-_x=', 'AAMkAGI2-_x%3D'],
    ['a mail id in plain base64', exchangeId, 'AAMk/GI2+x==', 'AAMk-GI2_x%3D%3D'],
    ['a well-known mail folder', exchangeId, 'sentitems', 'sentitems'],
    ['an address', mailboxOwner, 'megan@contoso.example', 'megan%40contoso.example'],
    ['a hyphenated domain', mailboxOwner, 'a.b@my-company.co.uk', 'a.b%40my-company.co.uk'],
    ['a plus and an apostrophe', mailboxOwner, "o'neil+x@contoso.example", "o'neil%2Bx%40contoso.example"],
    ['letters beyond ASCII', mailboxOwner, 'zoë@münchen.example', 'zo%C3%AB%40m%C3%BCnchen.example'],
    ['an owner by object id', mailboxOwner, guid, guid],
    ['a drive', driveId, 'b!t_FVeetwJkqPpzE6-RJvI', 'b!t_FVeetwJkqPpzE6-RJvI'],
    ['an item', itemId, '01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK', '01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK'],
    [
      'a site',
      siteId,
      `contoso.sharepoint.com,${guid},${guid}`,
      `contoso.sharepoint.com%2C${guid}%2C${guid}`,
    ],
    ['a site by GUID', siteId, guid, guid],
    ['the root site', siteId, 'root', 'root'],
    ['a host', hostName, 'Contoso.SharePoint.com', 'contoso.sharepoint.com'],
    ['a GUID', guidSegment, guid.toUpperCase(), guid.toUpperCase()],
    ['a group chat', teamsThreadId, '19:bdee_f-1@thread.v2', '19%3Abdee_f-1%40thread.v2'],
    ['a meeting chat', teamsThreadId, '19:meeting_MjA=@thread.v2', '19%3Ameeting_MjA%3D%40thread.v2'],
    [
      'a one-to-one chat',
      teamsThreadId,
      `19:${guid}_${guid}@unq.gbl.spaces`,
      `19%3A${guid}_${guid}%40unq.gbl.spaces`,
    ],
    ['a channel', teamsThreadId, '19:4a95f7@thread.tacv2', '19%3A4a95f7%40thread.tacv2'],
    ['an old channel', teamsThreadId, '19:cbee7c@thread.skype', '19%3Acbee7c%40thread.skype'],
    ['a chat message', teamsMessageId, '1657782060227', '1657782060227'],
    ['a transcript', opaqueId, 'MSMjMCMj_NTQ+', 'MSMjMCMj_NTQ%2B'],
    ['a drive search', driveSearchText, "Bob's 100% a/b\\c\u0000", "Bob''s%20100%20a%20b%20c"],
  ])('%s', (_name, make, value, encoded) => {
    expect(make(value).encoded).toBe(encoded);
    expect(make(value).count).toBe(1);
  });

  it('a drive path, encoded name by name', () => {
    const path = pathOf('Plans', 'Q1 #2', '100% & more', '.config', "d'été.docx");
    expect(path.encoded).toBe("Plans/Q1%20%232/100%25%20%26%20more/.config/d'%C3%A9t%C3%A9.docx");
    expect(path.count).toBe(5);
  });

  it('a sharing link, as Microsoft documents its encoding', () => {
    const token = shareToken(
      new URL('https://onedrive.live.com/redir?resid=1231244193912!12&authKey=1201919!12921!1'),
    );
    expect(token.encoded).toBe(
      'u!aHR0cHM6Ly9vbmVkcml2ZS5saXZlLmNvbS9yZWRpcj9yZXNpZD0xMjMxMjQ0MTkzOTEyITEyJmF1dGhLZXk9MTIwMTkxOSExMjkyMSEx',
    );
  });
});

const escapes = [
  '',
  '.',
  '..',
  '../me',
  '..\\me',
  '/',
  'a/../b',
  'a?b',
  'a#b',
  'a%2e%2e',
  '%2e%2e',
  '%2E',
  '%252e%252e',
  '..%2f',
  'a%2fb',
  'a%5cb',
  'a\tb',
  'a\nb',
  'a\u0000b',
  '\ud800',
  'a;b',
  "a')/x",
  ' ',
  'a b',
  'x'.repeat(2000),
];

describe('a segment function rejects, with the name of the argument', () => {
  const checkers: readonly [string, (value: string, argument?: string) => PathSegment, readonly string[]][] =
    [
      ['mail id', exchangeId, escapes.filter((value) => !['/', '../me', 'a/../b'].includes(value))],
      ['mail id with dots behind slashes', exchangeId, ['../me', 'a/../b', './', 'ünï']],
      [
        'owner',
        mailboxOwner,
        [
          ...escapes,
          'megan',
          '@contoso.example',
          'a@',
          'a@b/c',
          'a@b?c',
          'a@b#c',
          'a%40b',
          'a@b@c',
          '.@.',
          '..@b',
          'a@b.',
          'a@.b',
          'x@b\\c',
          'me',
          'a"@b',
          `${guid}@${guid}`,
        ],
      ],
      ['drive', driveId, [...escapes, 'b!', 'root', 'b!a/b', 'b!..', guid]],
      ['item', itemId, [...escapes, 'root:', 'a:b', "a'"]],
      [
        'site',
        siteId,
        [
          ...escapes,
          'contoso.sharepoint.com',
          `a,${guid}`,
          `a,${guid},${guid},${guid}`,
          `a/b,${guid},${guid}`,
          `..,${guid},${guid}`,
          `,${guid},${guid}`,
          `a,${guid},x`,
        ],
      ],
      ['host', hostName, [...escapes, 'a..b', '-a', 'a:443', 'user@host', '[::1]', 'a.b/']],
      ['GUID', guidSegment, [...escapes, guid.slice(1), `${guid}/`, `${guid}\n`]],
      [
        'thread',
        teamsThreadId,
        [
          ...escapes,
          '19:a@thread.v3',
          '48:notes',
          '19:@thread.v2',
          '19:a/b@thread.v2',
          '19:..@thread.v2',
          '19:a@thread.v2/messages',
          '19:a@thread.v2\n',
        ],
      ],
      ['Teams message', teamsMessageId, [...escapes, '1e3', '-1', '1.0', '1657782060227/replies']],
      ['opaque id', opaqueId, [...escapes, 'a.b', 'a*b']],
      [
        'file path',
        (value, argument) => driveItemPath([value], argument),
        escapes.filter(
          (value) =>
            !['a#b', 'a b', 'a;b', 'a%2e%2e', 'x'.repeat(2000)].includes(value) && !value.startsWith("a'"),
        ),
      ],
      [
        'file path with forbidden characters',
        (value, argument) => driveItemPath(['A', value], argument),
        ['a:b', 'a*', 'a|b', '<a>', '"a"', "a')/x", '...', '. .', '.. ', '%2e.', '\u0085', 'x'.repeat(256)],
      ],
      ['drive search', driveSearchText, ['', '..', '///', '%', '\u200b', 'x'.repeat(1025)]],
    ];

  for (const [name, check, values] of checkers) {
    it.each(values.map((value) => [value]))(`${name} %j`, (value) => {
      let refused: unknown;
      try {
        check(value, 'theArgument');
      } catch (error) {
        refused = error;
      }
      expect(refused).toBeInstanceOf(AppError);
      expect(refused).toMatchObject({ code: 'invalid_argument', details: { argument: 'theArgument' } });
      expect((refused as AppError).message).toContain('theArgument');
      if (value.length > 3) expect((refused as AppError).message).not.toContain(value);
    });
  }

  it('an empty drive path and one that is too long', () => {
    expect(() => driveItemPath([])).toThrow(AppError);
    expect(() => driveItemPath(Array.from({ length: 201 }, () => 'ab'))).toThrow(AppError);
  });

  it.each([
    'http://contoso.sharepoint.com/x',
    'https://user:secret@contoso.sharepoint.com/x',
    `https://a/${'x'.repeat(2100)}`,
  ])('the link %s', (link) => expect(() => shareToken(new URL(link))).toThrow(AppError));

  it('also when the pattern would accept it', () => {
    for (const name of ['', '.', '..', '\ud800', '\u0007'])
      expect(() => new PathSegment([name], 'x')).toThrow(AppError);
  });
});

describe('the length limits of a segment', () => {
  const letters = (length: number): string => 'a'.repeat(length);

  it.each<[string, (length: number) => PathSegment, number, number]>([
    ['a mail id', (length) => exchangeId(letters(length)), 1, 1024],
    ['the name in an address', (length) => mailboxOwner(`${letters(length)}@b.example`), 1, 64],
    ['the host in an address', (length) => mailboxOwner(`a@${letters(length)}`), 1, 254],
    ['a drive', (length) => driveId(`b!${letters(length)}`), 1, 128],
    ['an item', (length) => itemId(letters(length)), 1, 128],
    ['a host', (length) => hostName(letters(length)), 1, 253],
    ['a chat', (length) => teamsThreadId(`19:${letters(length)}@thread.v2`), 1, 256],
    ['a chat message', (length) => teamsMessageId('1'.repeat(length)), 1, 20],
    ['an opaque id', (length) => opaqueId(letters(length)), 1, 1024],
    ['a file name', (length) => pathOf(letters(length)), 1, 255],
    ['a path', (length) => pathOf(letters(200), letters(length)), 1, 198],
    ['a drive search', (length) => driveSearchText(letters(length)), 1, 1024],
    ['a sharing link', (length) => shareToken(new URL(`https://a.example/${letters(length)}`)), 0, 2030],
  ])('%s', (_, make, shortest, longest) => {
    expect(make(shortest).encoded).not.toBe('');
    expect(make(longest).encoded).not.toBe('');
    expect(() => make(longest + 1)).toThrow(AppError);
    if (shortest > 0) expect(() => make(shortest - 1)).toThrow(AppError);
  });
});

describe('a text before or after an id', () => {
  it.each<[string, (value: string) => PathSegment, string]>([
    ['a drive', driveId, 'b!abc'],
    ['a site', siteId, guid],
    ['an owner', mailboxOwner, guid],
    ['a GUID', guidSegment, guid],
    ['a chat', teamsThreadId, '19:a@thread.v2'],
    ['a chat message', teamsMessageId, '1657782060227'],
  ])('is rejected: %s', (_, make, value) => {
    expect(make(value).count).toBe(1);
    for (const before of ['x', '.', '-', '~', 'x-'])
      expect(() => make(`${before}${value}`)).toThrow(AppError);
    for (const after of ['.', '~', '.x']) expect(() => make(`${value}${after}`)).toThrow(AppError);
  });
});

describe('an error without an argument name', () => {
  it.each<[string, (value: string) => PathSegment, string]>([
    ['id', exchangeId, 'mail or calendar id'],
    ['mailbox', mailboxOwner, 'e-mail address'],
    ['driveId', driveId, 'drive id'],
    ['itemId', itemId, 'file or folder id'],
    ['siteId', siteId, 'site id'],
    ['uri', hostName, 'host name'],
    ['id', guidSegment, 'GUID'],
    ['chatId', teamsThreadId, 'Teams chat or channel id'],
    ['messageId', teamsMessageId, 'Teams message id'],
    ['id', opaqueId, 'id'],
    ['uri', (value) => pathOf(value.repeat(200)), 'file path'],
    ['query', (value) => driveSearchText(value.repeat(1025)), 'search text'],
    ['uri', () => shareToken(new URL('http://a.example')), 'sharing link'],
  ])('contains the default name %s', (argument, make, kind) => {
    expect(() => make('~*')).toThrow(
      expect.objectContaining({
        details: { argument },
        message: expect.stringContaining(`${argument} does not contain a valid ${kind}.`) as string,
      }),
    );
  });
});

describe('a name in a drive path', () => {
  it.each(['%2E%2E', '%2e.', '%2F', 'a%2Fb', '%5C', 'a%5cb', 'a/b', 'a\\b'])('is not %s', (name) => {
    expect(() => new PathSegment([name], 'x')).toThrow(AppError);
    expect(() => new PathSegment(['a', name], 'x')).toThrow(AppError);
  });

  it.each(['...', '%2e%2e%2e', '.a', 'a.', '%2d'])('may be %s', (name) => {
    expect(new PathSegment([name], 'x').count).toBe(1);
  });

  it('is rejected when it consists of dots and spaces, also percent-encoded', () => {
    for (const name of ['%2e%2e%2e', '%2E%2E%2E', '. %2E', '%25', 'a%252e'])
      expect(() => pathOf(name)).toThrow(AppError);
    expect(pathOf('%2ea').encoded).toBe('%252ea');
  });

  it('may be a host name of one letter or one label', () => {
    for (const host of ['a', 'localhost', 'a-b', 'a.b', 'a1.b-2.c'])
      expect(hostName(host).encoded).toBe(host);
    for (const host of ['-', 'a-', '-a', '.a', 'a.', 'a..b']) expect(() => hostName(host)).toThrow(AppError);
  });
});
