import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GraphPath,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  graphPath,
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
import { hasSensitivePath } from '../../../src/graph/sensitive-paths.ts';
import { requestUrl } from '../../../src/graph/url.ts';

const graphUrl = new URL('https://graph.microsoft.com');
const drive = driveId('b!x');
const guid = 'a0000000-0000-4000-8000-000000000001';

/** Paths with a word in each place where the connector puts one. */
const withWords: readonly (readonly [what: string, path: (word: string) => GraphPath])[] = [
  ['words that are searched for', (word) => graphPath`/me/drive/root/search(q='${driveSearchText(word)}')`],
  ['a file by its path', (word) => graphPath`/drives/${drive}/root:/${driveItemPath(['Plans', word])}`],
  ['what is below a folder', (word) => graphPath`/drives/${drive}/root:/${driveItemPath([word])}:/children`],
  [
    'a site by its path',
    (word) => graphPath`/sites/${hostName('contoso.sharepoint.com')}:/${driveItemPath(['sites', word])}`,
  ],
  [
    'a link',
    (word) =>
      graphPath`/shares/${shareToken(new URL(`https://contoso.sharepoint.com/${encodeURIComponent(word)}`))}/driveItem`,
  ],
  ['a mailbox', (word) => graphPath`/users/${mailboxOwner(`${word}@contoso.example`)}/messages`],
  [
    'a mail of it',
    (word) => graphPath`/users/${mailboxOwner(`a@${word}.example`)}/messages/${exchangeId('A')}`,
  ],
];

/** Paths with an id in each place where the connector puts one. */
const withIds: readonly (readonly [what: string, path: (id: string) => GraphPath])[] = [
  ['a mail', (id) => graphPath`/me/messages/${exchangeId(id)}`],
  ['a mailbox by its object id', (id) => graphPath`/users/${mailboxOwner(guid)}/messages/${exchangeId(id)}`],
  ['a file', (id) => graphPath`/drives/${driveId(`b!${id}`)}/items/${itemId(id)}/children`],
  ['a site', (id) => graphPath`/sites/${siteId(`${id}.sharepoint.com,${guid},${guid}`)}/drives`],
  ['a page', () => graphPath`/sites/${siteId(guid)}/pages/${guidSegment(guid)}/microsoft.graph.sitePage`],
  [
    'a message of a chat',
    (id) => graphPath`/chats/${teamsThreadId(`19:${id}@thread.v2`)}/messages/${teamsMessageId('1')}`,
  ],
  [
    'a channel',
    (id) =>
      graphPath`/teams/${guidSegment(guid)}/channels/${teamsThreadId(`19:${id}@thread.tacv2`)}/messages`,
  ],
  ['notes', (id) => graphPath`/copilot/users/${guidSegment(guid)}/onlineMeetings/${opaqueId(id)}/aiInsights`],
  ['the people', () => graphPath`/users`],
  ['the sites', () => graphPath`/sites`],
];

const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,30}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
);
const id = fc.stringMatching(/^[A-Za-z0-9]{1,60}$/);

/** Undefined where it is no path at all, and so is asked for by nobody. */
function addressOf(path: () => GraphPath): URL | undefined {
  try {
    return requestUrl(graphUrl, path(), { $top: 5 });
  } catch {
    return undefined;
  }
}

describe('hasSensitivePath', () => {
  it.each(withWords)('tells %s', (_, path) => {
    expect(hasSensitivePath(requestUrl(graphUrl, path('budget'), undefined))).toBe(true);
    fc.assert(
      fc.property(word, (text) => {
        const url = addressOf(() => path(text));
        return url === undefined || hasSensitivePath(url);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(withIds)('does not tell by the ids of %s', (_, path) => {
    expect(hasSensitivePath(requestUrl(graphUrl, path('AAMkAGI1'), undefined))).toBe(false);
    fc.assert(
      fc.property(id, (text) => {
        const url = addressOf(() => path(text));
        return url === undefined || !hasSensitivePath(url);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "/me/drive/root/search%28q='budget'%29",
    "/drives('b!x')/root/search(q='budget')",
    "/me/drive/root/microsoft.graph.search(q='budget')",
    '/me/drive/root%3A/Plans',
    '/Users/patti%40contoso.example/messages',
    "/users('patti@contoso.example')/messages",
    "/users('patti%40contoso.example')/events/x",
    '/Shares/u!x/driveItem',
  ])('is true for any spelling of %s', (path) => {
    expect(hasSensitivePath(new URL(`/v1.0${path}?$skiptoken=x`, graphUrl))).toBe(true);
  });

  it('ignores the query, which traces do not record', () => {
    expect(
      hasSensitivePath(new URL("/v1.0/users?$filter=mail eq 'a@b.example'&x=:/search(/shares/", graphUrl)),
    ).toBe(false);
  });
});
