import { describe, expect, it } from 'vitest';
import { driveSearchText, exchangeId, graphPath, mailboxOwner } from '../../../src/graph/path.ts';
import { continuationUrl, relativeUrl, requestUrl } from '../../../src/graph/url.ts';

const graphUrl = new URL('https://graph.microsoft.com');
const mine = graphPath`/me/messages`;
const search = graphPath`/me/drive/root/search(q='${driveSearchText('a b')}')`;
const theirs = graphPath`/users/${mailboxOwner('patti@contoso.example')}/messages`;

describe('requestUrl', () => {
  it('contains the path and the defined query options', () => {
    expect(relativeUrl(mine, undefined)).toBe('/me/messages');
    expect(relativeUrl(mine, {})).toBe('/me/messages');
    expect(relativeUrl(mine, { $top: undefined })).toBe('/me/messages');
    expect(relativeUrl(mine, { $top: 5, $search: '"a&b=#c/?"', $count: true, x: '\ud800' })).toBe(
      '/me/messages?$top=5&$search=%22a%26b%3D%23c%2F%3F%22&$count=true&x=%EF%BF%BD',
    );
  });

  it.each(['', '$', '$a b', 'a&b', 'a=b', 'a1', '$$a', 'x'.repeat(41)])('has no option %j', (name) => {
    expect(() => relativeUrl(mine, { [name]: 1 })).toThrow(
      expect.objectContaining({
        code: 'internal',
        message: 'The connector built a query option with an invalid name.',
      }),
    );
  });

  it('accepts names of options with up to 40 letters', () => {
    const name = 'x'.repeat(40);
    expect(relativeUrl(mine, { [name]: 1, a: 2 })).toBe(`/me/messages?${name}=1&a=2`);
  });

  it('is not built of values that are too long once they are encoded', () => {
    const tooLong = expect.objectContaining({
      code: 'invalid_argument',
      message:
        'The words, names and filters are too long together for a request to Microsoft Graph. Shorten them.',
    });
    const longest = 'a'.repeat(8192 - '/me/messages?$search='.length);
    expect(relativeUrl(mine, { $search: longest })).toHaveLength(8192);
    expect(() => relativeUrl(mine, { $search: `${longest}a` })).toThrow(tooLong);
    expect(relativeUrl(mine, { $search: 'a'.repeat(8000) })).toHaveLength(8021);
    expect(() => relativeUrl(mine, { $search: 'a'.repeat(9000) })).toThrow(tooLong);
    expect(() => requestUrl(graphUrl, mine, { $search: '\u{65E5}'.repeat(1000) })).toThrow(tooLong);
  });

  it('is a URL below /v1.0 of Graph', () => {
    expect(requestUrl(graphUrl, mine, { $top: 5 }).href).toBe(
      'https://graph.microsoft.com/v1.0/me/messages?$top=5',
    );
  });

  it.each(['/me/../users', '/me#x', '/me?x', '/me\\x', '/me/%2e%2e/x'])(
    'is not sent where the path %s got round the check of paths',
    (path) => {
      expect(() => requestUrl(graphUrl, path as typeof mine, {})).toThrow(
        expect.objectContaining({
          code: 'internal',
          message: 'The connector built an invalid Graph URL.',
        }),
      );
    },
  );
});

describe('continuationUrl', () => {
  const root = 'https://graph.microsoft.com/v1.0';

  it.each([
    [`${root}/me/messages?$skip=5`, mine],
    [`${root}/ME/Messages?$skip=5`, mine],
    [`${root}/me/mess%61ges`, mine],
    [`${root}/users('a-b')/messages?$skip=5`, mine],
    [`${root}/users('')/messages`, mine],
    [`${root}/users/x/messages`, mine],
    [`${root}/me/drive/root/microsoft.graph.search(q='a%20b')?$skiptoken=x`, search],
    [`${root}/drives('b!x')/root/search(q='a%20b')`, search],
    [`${root}/drives/b!x/root/microsoft.graph.search(q='A b')`, search],
    [`${root}/users/x/drive/root/search(q='a%20b')`, search],
    [`${root}/me/drive/root/search(query='a%20b')&skipToken=1asd!x`, search],
    [`${root}/drive/root/view.search(query='a%20b')&skipToken=1asdlnjnkj1nalkm!asd`, search],
    [`${root}/users('patti%40contoso.example')/messages`, theirs],
    [`${root}/users/PATTI%40contoso.example/messages`, theirs],
    [`${root}/me/messages?x=${'a'.repeat(8192 - `${root}/me/messages?x=`.length)}`, mine],
  ])('accepts %s for %s', (link, path) => {
    expect(continuationUrl(link, path, graphUrl).href).toBe(new URL(link).href);
  });

  it.each([
    ['not a link', mine],
    ['', mine],
    ['https://evil.example/v1.0/me/messages', mine],
    ['http://graph.microsoft.com/v1.0/me/messages', mine],
    ['https://graph.microsoft.com:8443/v1.0/me/messages', mine],
    ['https://user@graph.microsoft.com/v1.0/me/messages', mine],
    ['https://:password@graph.microsoft.com/v1.0/me/messages', mine],
    [`${root}/drives/b!x/root/search(q='c')`, search],
    [`${root}/me/drive/root/search(query='c')&skipToken=1asd`, search],
    [`${root}/me/drive/root/search(q='a%20b')&skipToken=1&q=2`, search],
    [`${root}/drives/root/search(q='a%20b')`, search],
    [`${root}/groups/b!x/root/search(q='a%20b')`, search],
    [`${root}/me/drive/root/xview.search(q='a%20b')`, search],
    [`${root}/me/drive/root/xsearch(query='a%20b')`, search],
    [`${root}/me/drive/root/xsearch(q='a%20b')&skipToken=1`, search],
    [`${root}/drive/messages`, mine],
    [`${root}/drives/x/drive`, graphPath`/me/messages`],
    [`${root}/drives/b!x/messages`, mine],
    [`${root}/me/messages#x`, mine],
    [`${root}/me/events`, mine],
    [`${root}/me/messages/x`, mine],
    [`${root}/me`, mine],
    [`${root}/users`, mine],
    [`${root}/users/messages`, mine],
    [`${root}/groups('x')/messages`, mine],
    [`${root}/xusers('a')/messages`, mine],
    [`${root}/users('a')x/messages`, mine],
    [`${root}/users('a')/events`, mine],
    ['https://graph.microsoft.com/beta/me/messages', mine],
    ['https://graph.microsoft.com/beta/users/x/messages', mine],
    [`${root}/me/mess%ages`, mine],
    [`${root}/me/messages`, theirs],
    [`${root}/users('diego%40contoso.example')/messages`, theirs],
    [`${root}/me/messages/x`, graphPath`/me/messages/${exchangeId('y')}`],
    [`${root}/me/messages?x=${'a'.repeat(8193 - `${root}/me/messages?x=`.length)}`, mine],
  ])('rejects %s', (link, path) => {
    expect(() => continuationUrl(link, path, graphUrl)).toThrow(
      expect.objectContaining({
        code: 'upstream_unavailable',
        message: 'Microsoft Graph returned an invalid nextLink. Try again, or request less.',
      }),
    );
  });
});
