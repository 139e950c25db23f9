import { describe, expect, it } from 'vitest';
import { isKnownRedirect } from '../../../src/oauth/client-metadata.ts';
import {
  toCspSource,
  isSameRedirect,
  parseRedirectUri,
  redirectTo,
} from '../../../src/oauth/redirect-uri.ts';

const good = [
  ['http://localhost:3000/callback', 'loopback'],
  ['http://localhost/callback', 'loopback'],
  ['http://127.0.0.1:33418', 'loopback'],
  ['http://127.0.0.1:33418/', 'loopback'],
  ['http://[::1]:8080/oauth/callback', 'loopback'],
  ['https://claude.ai/api/mcp/auth_callback', 'https'],
  ['cursor://anysphere.cursor-mcp/oauth/callback', 'custom-scheme'],
] as const;

const hostile = [
  '',
  'callback',
  '//claude.ai/api/mcp/auth_callback',
  'http://claude.ai/api/mcp/auth_callback',
  'http://localhost.evil.example/callback',
  'http://localhost@evil.example/callback',
  'http://evil.example@localhost/callback',
  'http://user:password@127.0.0.1/callback',
  'http://127.0.0.1.nip.io/callback',
  'http://127.1/callback',
  'http://0x7f000001/callback',
  'http://2130706433/callback',
  'http://0.0.0.0/callback',
  'http://LOCALHOST/callback',
  'HTTP://localhost/callback',
  'http://localhost:80/callback',
  'http://localhost:99999/callback',
  'http:/localhost/callback',
  'http:localhost/callback',
  'http:\\\\localhost\\callback',
  'http://localhost/callback#fragment',
  'http://localhost/callback#',
  ' http://localhost/callback',
  'http://localhost/call\tback',
  'http://localhost/callback\r\nLocation: https://evil.example',
  'http://localhost/a/../callback',
  'http://localhost/a/%2e%2e/callback',
  'https://claude.ai:443/api/mcp/auth_callback',
  'https://CLAUDE.ai/api/mcp/auth_callback',
  'https://claude.ai/x/../api/mcp/auth_callback',
  'https://claude.ai\\@evil.example/api/mcp/auth_callback',
  'https://claude.ai/api/mcp/auth_callback#',
  'https://сlaude.ai/api/mcp/auth_callback',
  'javascript:alert(1)',
  'data:text/html,hello',
  'blob:https://claude.ai/1',
  'file:///etc/passwd',
  'about:blank',
  `https://claude.ai/${'a'.repeat(512)}`,
];

/** In good spelling, but nobody's that we know. */
const unknown = [
  'https://evil.example/callback',
  'https://claude.ai/api/mcp/auth_callback/',
  'https://claude.ai/api/mcp/auth_callback?next=https://evil.example',
  'https://claude.ai/api/mcp/auth_callback2',
  'https://claude.ai./api/mcp/auth_callback',
  'https://claude.ai.evil.example/api/mcp/auth_callback',
  'https://claude.ai/',
  'https://chatgpt.com/connector/oauth/',
  'https://chatgpt.com/connector/oauth/a/b',
  'https://chatgpt.com/connector/oauth/a?b=c',
  'https://global.consent.azure-apim.net/redirect/',
  'https://localhost/callback',
  'cursor://anysphere.cursor-mcp/oauth/callback2',
  'cursor://evil/oauth/callback',
  'vscode://vscode.github-authentication/did-authenticate',
  'javascript://claude.ai/%0aalert(1)',
];

describe('parseRedirectUri', () => {
  it.each(good)('%s is read as %s', (text, kind) => {
    expect(parseRedirectUri(text)).toMatchObject({ text, kind });
  });

  it.each(hostile)('[entra-4.6-open-redirect] refuses the spelling %j', (text) => {
    expect(parseRedirectUri(text)).toBeUndefined();
  });

  it('rejects more than 512 characters', () => {
    const path = (length: number) => `https://claude.ai/${'a'.repeat(length - 'https://claude.ai/'.length)}`;
    expect(parseRedirectUri(path(512))?.text).toHaveLength(512);
    expect(parseRedirectUri(path(513))).toBeUndefined();
  });

  it('does not match an invalid URI', () => {
    const redirect = parseRedirectUri('http://localhost:1/callback');
    for (const registered of ['', 'not an address', 'http://evil.example/callback']) {
      expect(redirect && isSameRedirect(registered, redirect)).toBe(false);
    }
  });

  it.each(unknown)('[entra-4.6-open-redirect] does not know %s', (text) => {
    const redirect = parseRedirectUri(text);
    expect(redirect && isKnownRedirect(redirect)).not.toBe(true);
  });

  it.each([
    ['http://localhost/callback', 'http://localhost:51234/callback', true],
    ['http://localhost:1/callback', 'http://localhost:51234/callback', true],
    ['http://127.0.0.1:33418/', 'http://127.0.0.1:33418', true],
    ['http://[::1]/callback', 'http://[::1]:9/callback', true],
    ['http://localhost/callback', 'http://127.0.0.1/callback', true],
    ['http://127.0.0.1/callback', 'http://[::1]:7/callback', true],
    ['http://localhost/callback', 'http://localhost/callback/', false],
    ['http://localhost/callback', 'http://localhost/callback?a=b', false],
    ['http://localhost/callback', 'http://localhost/', false],
    ['https://app.example/callback', 'https://app.example/callback', true],
    ['https://app.example/callback', 'https://app.example:8443/callback', false],
    ['https://app.example/callback', 'https://app.example/callback/', false],
    ['https://app.example/callback', 'http://localhost/callback', false],
  ])('registered as %s, presented as %s: %s', (registered, presented, expected) => {
    const redirect = parseRedirectUri(presented);
    expect(redirect && isSameRedirect(registered, redirect)).toBe(expected);
  });

  it.each([
    ['http://localhost:51234/callback', 'http://localhost:51234'],
    ['http://[::1]:9/callback', 'http:'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'cursor:'],
  ])('%s is %s to a Content Security Policy', (text, source) => {
    const redirect = parseRedirectUri(text);
    expect(redirect && toCspSource(redirect)).toBe(source);
  });

  it('adds response parameters without changing origin or path', () => {
    expect(
      redirectTo('http://localhost:1/cb?x=1', { code: 'a&b=#c', state: undefined, iss: 'https://i' }),
    ).toBe('http://localhost:1/cb?x=1&code=a%26b%3D%23c&iss=https%3A%2F%2Fi');
  });
});
