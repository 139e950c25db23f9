import { describe, expect, it } from 'vitest';
import {
  PathSegment,
  chatIdSegment,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  guidSegment,
  hostName,
  itemId,
  mailboxOwner,
  noteOwner,
  onenoteId,
  opaqueId,
  shareToken,
  siteId,
  teamsMeetingId,
  teamsMessageId,
  teamsThreadId,
} from '../../../src/graph/path.ts';

const guid = '5724d91f-650c-4810-83cc-61a8818917d6';

describe('the error of a segment function', () => {
  it.each<[string, string, () => PathSegment]>([
    ['id', 'mail or calendar id', () => exchangeId('.')],
    ['mailbox', 'e-mail address', () => mailboxOwner('megan')],
    ['mailbox', 'e-mail address', () => mailboxOwner(`megan@${guid}`)],
    ['driveId', 'drive id', () => driveId('x')],
    ['itemId', 'file or folder id', () => itemId('.')],
    ['siteId', 'site id', () => siteId('x')],
    ['uri', 'host name', () => hostName('.')],
    ['id', 'GUID', () => guidSegment('x')],
    ['chatId', 'chat id', () => chatIdSegment('19:a@thread.tacv2')],
    ['chatId', 'Teams chat or channel id', () => chatIdSegment('x')],
    ['chatId', 'Teams chat or channel id', () => teamsThreadId('x')],
    ['messageId', 'Teams message id', () => teamsMessageId('x')],
    ['id', 'meeting id', () => teamsMeetingId('')],
    ['id', 'id', () => opaqueId('')],
    ['siteId', 'site id', () => noteOwner('x', 'siteId')],
    ['uri', 'site id', () => noteOwner('x')],
    ['uri', 'OneNote id', () => onenoteId('.')],
    ['uri', 'file path', () => driveItemPath(['a*b'])],
    ['uri', 'sharing link', () => shareToken(new URL('http://contoso.example/'))],
    ['uri', 'sharing link', () => shareToken(new URL('https://user@contoso.example/'))],
    ['uri', 'sharing link', () => shareToken(new URL('https://:password@contoso.example/'))],
    ['query', 'search text', () => driveSearchText('x'.repeat(1025))],
    ['name', 'path segment', () => new PathSegment(['..'], 'name')],
    ['name', 'path segment', () => new PathSegment([], 'name')],
  ])('names the argument %s and the kind "%s"', (argument, kind, make) => {
    expect(make).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: `${argument} does not contain a valid ${kind}. Copy ids and addresses unchanged from a search result.`,
        details: { argument },
      }),
    );
  });
});

describe('the owner and the ids of OneNote', () => {
  it.each([
    ['me', 'me'],
    [guid, `groups/${guid}`],
    ['root', 'sites/root'],
    [`contoso.sharepoint.com,${guid},${guid}`, `sites/contoso.sharepoint.com%2C${guid}%2C${guid}`],
  ])('noteOwner of %s is %s', (value, encoded) => {
    expect(noteOwner(value).encoded).toBe(encoded);
    expect(noteOwner(value).count).toBe(encoded.split('/').length);
  });

  it('onenoteId accepts up to 256 letters, digits, hyphens, underscores and exclamation marks', () => {
    expect(onenoteId('1-1c13bcbae2fdd747a95b3e5386caddf1!1-X_y').encoded).toBe(
      '1-1c13bcbae2fdd747a95b3e5386caddf1!1-X_y',
    );
    expect(onenoteId('x'.repeat(256)).encoded).toHaveLength(256);
    for (const id of ['', 'x'.repeat(257), 'a/b', 'a.b', ' a', 'a ']) {
      expect(() => onenoteId(id)).toThrow('OneNote id');
    }
  });
});

describe('the longest values of a segment function', () => {
  it.each<[string, (value: string) => PathSegment, string]>([
    ['a mail id of 1,024 characters', exchangeId, 'x'.repeat(1024)],
    ['a drive id of 130 characters', driveId, `b!${'x'.repeat(128)}`],
    ['an item id of 128 characters', itemId, 'x'.repeat(128)],
    ['a message id of 20 digits', teamsMessageId, '1'.repeat(20)],
    ['an opaque id of 1,024 characters', opaqueId, 'x'.repeat(1024)],
    ['a search text of 1,024 characters', driveSearchText, 'x'.repeat(1024)],
    ['a file name of 255 characters', (name) => driveItemPath([name]), 'x'.repeat(255)],
    ['a host of 253 characters', hostName, `${'x'.repeat(240)}.contoso.test`],
  ])('accepts %s, and rejects one more', (_, make, value) => {
    expect(make(value).count).toBe(1);
    expect(() => make(`${value}${value.at(-1)}`)).toThrow('does not contain a valid');
  });

  it('accepts a file path of 400 characters with a slash before each name, and rejects one more', () => {
    const names = ['x'.repeat(199), 'y'.repeat(199)];
    expect(driveItemPath(names).count).toBe(2);
    expect(() => driveItemPath([`x${names[0]}`, 'y'.repeat(199)])).toThrow('file path');
  });

  it('accepts a sharing link of 2,048 characters, and rejects one more', () => {
    const link = 'https://contoso.example/';
    expect(shareToken(new URL(link + 'x'.repeat(2048 - link.length))).count).toBe(1);
    expect(() => shareToken(new URL(link + 'x'.repeat(2049 - link.length)))).toThrow('sharing link');
  });
});
