import { describe, expect, it } from 'vitest';
import { toSkipToken } from '../../../src/graph/paging.ts';

const query = { $search: '"a"', $top: 25, $count: true, $skip: undefined };
const root = 'https://graph.microsoft.com/v1.0/me/messages';

describe('toSkipToken', () => {
  it.each([
    [`${root}?$search=%22a%22&$top=25&$count=true&$skiptoken=abc%3D`, { $skiptoken: 'abc=' }],
    [`${root}?%24search=%22a%22&%24top=25&%24count=true&%24skip=25`, { $skip: '25' }],
    [`${root}?a=1&$b=2&c=3`, { a: '1', $b: '2', c: '3' }],
    [`${root}?${'x'.repeat(40)}=1`, { ['x'.repeat(40)]: '1' }],
    [`${root}?$skiptoken=${'x'.repeat(2000)}`, { $skiptoken: 'x'.repeat(2000) }],
    ['https://elsewhere.example/other?$skiptoken=abc', { $skiptoken: 'abc' }],
    [`${root}?$count=`, { $count: '' }],
    [`${root}?$top=10&$skip=25`, { $top: '10', $skip: '25' }],
  ])('%s', (link, expected) => {
    expect(toSkipToken(link, query)).toEqual(expected);
  });

  it.each([
    'not a link',
    '',
    `${root}?$search=%22a%22&$top=25&$count=true`,
    `${root}?${'x'.repeat(41)}=1`,
    `${root}?=1`,
    `${root}?$=1`,
    `${root}?x$=1`,
    `${root}?a1=1`,
    `${root}?a%2Fb=1`,
    `${root}?$skiptoken=${'x'.repeat(2001)}`,
  ])('rejects %j', (link) => {
    expect(() => toSkipToken(link, query)).toThrow(
      expect.objectContaining({
        code: 'upstream_unavailable',
        message: 'Microsoft Graph returned an invalid nextLink. Try again.',
      }),
    );
  });
});

it('toSkipToken returns all options of a link whose request has no query', () => {
  expect(toSkipToken(`${root}?$top=25&$skiptoken=abc`, undefined)).toEqual({ $top: '25', $skiptoken: 'abc' });
});
