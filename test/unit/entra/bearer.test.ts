import { describe, expect, it } from 'vitest';
import { readBearer } from '../../../src/entra/access-token.ts';
import { TokenError } from '../../../src/entra/token-error.ts';

const url = 'https://mcp.example.com/mcp';

function request(authorization: readonly string[], address = url): Request {
  const headers = new Headers();
  for (const value of authorization) headers.append('authorization', value);
  return new Request(address, { headers });
}

describe('readBearer', () => {
  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('returns the token after the scheme %s', (scheme) => {
    expect(readBearer(request([`${scheme} aa.bb-_.cc`]))).toBe('aa.bb-_.cc');
  });

  it('returns undefined without an Authorization header', () => {
    expect(readBearer(request([]))).toBeUndefined();
  });

  it.each(['?access_tokens=1', '?x=access_token', '#access_token=1', '?Access_Token'])(
    'is not troubled by %s',
    (end) => {
      expect(readBearer(request(['Bearer aa.bb.cc'], `${url}${end}`))).toBe('aa.bb.cc');
    },
  );

  it.each<[string, Request, number, string]>([
    ['two headers', request(['Bearer aa.bb.cc', 'Bearer aa.bb.cc']), 401, 'authorization_malformed'],
    [
      'two headers of two schemes',
      request(['Bearer aa.bb.cc', 'Basic QQ==']),
      401,
      'authorization_malformed',
    ],
    [
      'two tokens in one header',
      request(['Bearer aa.bb.cc, Bearer dd.ee.ff']),
      401,
      'authorization_malformed',
    ],
    ['an empty header', request(['']), 401, 'authorization_malformed'],
    ['the scheme alone', request(['Bearer']), 401, 'authorization_malformed'],
    ['no scheme', request(['aa.bb.cc']), 401, 'authorization_malformed'],
    ['two spaces', request(['Bearer  aa.bb.cc']), 401, 'authorization_malformed'],
    ['a tab for the space', request(['Bearer\taa.bb.cc']), 401, 'authorization_malformed'],
    ['a colon behind the scheme', request(['Bearer: aa.bb.cc']), 401, 'authorization_malformed'],
    ['quotes', request(['Bearer "aa.bb.cc"']), 401, 'authorization_malformed'],
    ['a parameter for the token', request(['Bearer token="aa.bb.cc"']), 401, 'authorization_malformed'],
    ['more behind the token', request(['Bearer aa.bb.cc x']), 401, 'authorization_malformed'],
    ['Basic', request(['Basic bWVnYW46cGFzc3dvcmQ=']), 401, 'authorization_malformed'],
    ['Digest', request(['Digest username="megan"']), 401, 'authorization_malformed'],
    ['DPoP', request(['DPoP aa.bb.cc']), 401, 'authorization_malformed'],
    ['Negotiate', request(['Negotiate aa.bb.cc']), 401, 'authorization_malformed'],
    ['a scheme that begins as Bearer', request(['BearerX aa.bb.cc']), 401, 'authorization_malformed'],
    ['a header above 16 KB', request([`Bearer ${'a'.repeat(16 * 1024 + 1)}`]), 401, 'token_too_large'],
    ['a token in the query', request([], `${url}?access_token=aa.bb.cc`), 400, 'token_in_query'],
    [
      'a token in the query beside a header',
      request(['Bearer aa.bb.cc'], `${url}?a=1&access_token=x`),
      400,
      'token_in_query',
    ],
    ['a token in the query, encoded', request([], `${url}?%61ccess_token=x`), 400, 'token_in_query'],
    ['an empty token in the query', request([], `${url}?access_token`), 400, 'token_in_query'],
  ])('rejects %s', (_name, bad, status, reason) => {
    let thrown: unknown;
    try {
      readBearer(bad);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TokenError);
    expect(thrown).toMatchObject({ status, reason });
  });

  it('accepts a token of exactly 16 KB', () => {
    const token = 'a'.repeat(16 * 1024);
    expect(readBearer(request([`Bearer ${token}`]))).toBe(token);
  });
});
