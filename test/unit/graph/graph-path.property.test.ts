import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PathSegment,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  graphPath,
  mailboxOwner,
  teamsThreadId,
} from '../../../src/graph/path.ts';
import { propertyRuns } from '../property-runs.ts';

/** Text that looks for a way out. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '.',
      '/',
      '\\',
      '%',
      '2',
      'e',
      'f',
      '?',
      '#',
      '\t',
      ':',
      "'",
      ')',
      'a',
      '@',
      '\ud800',
    ),
    maxLength: 12,
  }),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '..%2f',
    '.%2e',
    '\t..',
    '..\\..',
    '%c0%ae%c0%ae',
    '．．',
    '/../../beta',
    '?$filter=',
    '#',
  ),
);

function built(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_argument' });
    return undefined;
  }
}

/** The path as a server sees it: parsed, split, decoded twice. */
function expectInPlace(
  path: string | undefined,
  before: readonly string[],
  count: number,
  after: readonly string[],
): void {
  if (path === undefined) return;
  const url = new URL(`/v1.0${path}`, 'https://graph.microsoft.com');
  expect(url.host + url.search + url.hash).toBe('graph.microsoft.com');
  const names = url.pathname.split('/').slice(1);
  expect(names.slice(0, before.length + 1)).toEqual(['v1.0', ...before]);
  expect(names).toHaveLength(1 + before.length + count + after.length);
  expect(names.slice(1 + before.length + count)).toEqual(after);
  for (const name of names) {
    const once = decodeURIComponent(name);
    expect(once).not.toMatch(/^\.{0,2}$|\//);
    expect(once.replaceAll(/%2e/gi, '.')).not.toMatch(/^\.{0,2}$/);
  }
}

describe('graphPath', () => {
  it.each<[string, (text: string) => PathSegment]>([
    ['an Exchange id', exchangeId],
    ['a mailbox owner', mailboxOwner],
    ['a Teams thread', teamsThreadId],
    ['a bare segment', (text) => new PathSegment([text], 'id')],
  ])('keeps any %s in one segment', (_name, make) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const path = built(() => graphPath`/me/messages/${make(text)}/attachments`);
        expectInPlace(path, ['me', 'messages'], 1, ['attachments']);
      }),
      propertyRuns,
    );
  });

  it('keeps ids with a prefix or suffix in one segment', () => {
    fc.assert(
      fc.property(hostile, hostile, (left, right) => {
        const thread = built(
          () => graphPath`/chats/${teamsThreadId(`19:${left}@thread.v2${right}`)}/members`,
        );
        expectInPlace(thread, ['chats'], 1, ['members']);
        const owner = built(() => graphPath`/users/${mailboxOwner(`${left}@${right}`)}/messages`);
        expectInPlace(owner, ['users'], 1, ['messages']);
        const drive = built(() => graphPath`/drives/${driveId(`b!${left}`)}/root`);
        expectInPlace(drive, ['drives'], 1, ['root']);
      }),
      propertyRuns,
    );
  });

  it('keeps a drive path below the root of the drive', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (names) => {
        const path = built(() => graphPath`/me/drive/root:/${driveItemPath(names)}:/children`);
        if (path === undefined) return;
        const inner = path.slice('/me/drive/root:/'.length, -':/children'.length);
        expect(inner.split('/').map((name) => decodeURIComponent(name))).toEqual(names);
        expect(inner).not.toContain(':');
        expect(new URL(path, 'https://graph.microsoft.com').pathname).toBe(path);
      }),
      propertyRuns,
    );
  });

  it('keeps the words of a drive search inside the quotes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const path = built(() => graphPath`/me/drive/root/search(q='${driveSearchText(text)}')`);
        if (path === undefined) return;
        expectInPlace(path, ['me', 'drive', 'root'], 1, []);
        const inner = decodeURIComponent(path.slice("/me/drive/root/search(q='".length, -"')".length));
        expect(inner.replaceAll("''", '')).not.toContain("'");
      }),
      propertyRuns,
    );
  });
});
