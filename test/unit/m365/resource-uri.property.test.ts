import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import {
  type Resource,
  formatResourceUri,
  parseResourceUri,
  resourceTemplates,
} from '../../../src/m365/uri.ts';

const token = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength });
const letters = 'abcXYZ019_-';
const threadId = (suffix: string) => token(letters, 1, 40).map((id) => `19:${id}@${suffix}`);
/** A name that may stand in a path: anything but dots alone, slashes, backslashes and control characters. */
const folderName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((name) => name.isWellFormed() && !/^\.{1,2}$|[/\\\p{Cc}]/u.test(name));
const fileName = folderName.filter((name) => !/^[. ]*$|["*:<>?|]|%(?:25|2e|2f|5c)/i.test(name));

/** Values of each variable, as Graph returns them. */
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  messageId: token(letters, 4, 200),
  attachmentId: token(letters, 4, 200),
  eventId: token(letters, 4, 200),
  owner: fc
    .tuple(token('abz09.+', 1, 20), token('abz09', 1, 20))
    .map(([name, host]) => `a${name}@${host}.example`),
  folder: fc.array(folderName, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
  chatId: fc.oneof(threadId('thread.v2'), threadId('unq.gbl.spaces')),
  channelId: fc.oneof(threadId('thread.tacv2'), threadId('thread.skype')),
  chatMessageId: token('0123456789', 1, 20),
  replyId: token('0123456789', 1, 20),
  teamId: fc.uuid(),
  personId: fc.uuid(),
  listId: fc.uuid(),
  rowId: token('0123456789', 1, 10),
  filter: fc.constantFrom('Stage = Open', "Due >= 2026-12-01 and Name = 'A & B'", 'Fee > 3.5'),
  plannerTaskId: token(letters, 1, 40),
  todoListId: token(letters, 4, 200),
  todoTaskId: token(letters, 4, 200),
  noteOwner: fc.oneof(fc.constant('me'), fc.uuid()),
  noteId: token(letters, 4, 60),
  notebookId: token(letters, 4, 60),
  siteId: fc.oneof(
    fc.constant('root'),
    fc.uuid(),
    fc.tuple(fc.uuid(), fc.uuid()).map((ids) => `a-b.example,${ids.join(',')}`),
  ),
  pageId: fc.uuid(),
  driveId: token(letters, 1, 66).map((id) => `b!${id}`),
  itemId: token('ABCXYZ0189', 20, 60).map((id) => `01${id}`),
  path: fc
    .array(fileName, { minLength: 1, maxLength: 4 })
    .map((names) => names.join('/'))
    // A path of this form is another resource, or the spelling of one.
    .filter((path) => path !== 'root' && !/^01[A-Z0-9]{20,60}$/.test(path)),
};

const resource: fc.Arbitrary<Resource> = fc.oneof(
  ...Object.entries(resourceTemplates).map(([kind, template]) => {
    const names = [...template.matchAll(/\{([+?]?)(\w+)\}/g)];
    const required = names.filter(([, operator]) => operator !== '?').map(([, , name = '']) => name);
    const optional = names.filter(([, operator]) => operator === '?').map(([, , name = '']) => name);
    const given = Object.fromEntries(
      [...required, ...optional].map((name) => [name, values[name] ?? fc.constant(`no values for ${name}`)]),
    );
    return fc
      .record(given, { requiredKeys: required })
      .map((variables) => ({ kind, ...variables }) as unknown as Resource);
  }),
);

const hostile = fc.oneof(
  fc.constantFrom(
    '..',
    '%2e',
    '%2F',
    '\\',
    '?',
    '#',
    '&',
    '//',
    '%',
    ':',
    '@',
    '\u0000',
    '\ud800',
    '\u202e',
    '?owner=a@b',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

/** Result of parsing: the resource, or an error. */
function read(text: string): Resource | undefined {
  try {
    return parseResourceUri(text);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'invalid_argument', details: { argument: 'uri' } });
    return undefined;
  }
}

describe('a resource URI', () => {
  it('parses to the resource that it was formatted from, for every kind', () => {
    fc.assert(
      fc.property(resource, (given) => {
        expect(parseResourceUri(formatResourceUri(given))).toEqual(given);
      }),
      { numRuns: 3000 },
    );
  });

  it('is rejected or parsed to the same resource after any change', () => {
    const changed = fc.tuple(resource, fc.nat(), fc.nat(4), hostile).map(([given, place, length, text]) => {
      const uri = formatResourceUri(given);
      const at = place % (uri.length + 1);
      return uri.slice(0, at) + text + uri.slice(at + length);
    });
    fc.assert(
      fc.property(changed, (text) => {
        const found = read(text);
        if (!found) return;
        // A parsed URI formats to the same resource and contains no parent path.
        expect(read(formatResourceUri(found))).toEqual(found);
        for (const value of Object.values(found)) expect(value.split('/')).not.toContain('..');
      }),
      { numRuns: 5000 },
    );
  });

  it('never fails to parse with another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), hostile), (text) => {
        read(text);
      }),
      { numRuns: 3000 },
    );
  });
});
