import { describe, expect, it } from 'vitest';
import { isNavigation } from '../../../src/http/home.tsx';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('isNavigation', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a browser with Fetch Metadata', { accept: browser, 'sec-fetch-mode': 'navigate' }, true],
    ['a browser without Fetch Metadata', { accept: browser }, true],
    ['Accept: text/html', { accept: 'text/html' }, true],
    ['fetch of a page', { accept: browser, 'sec-fetch-mode': 'cors' }, false],
    ['a browser extension with a token', { accept: browser, authorization: 'Bearer x' }, false],
    ['an MCP client', { accept: 'application/json, text/event-stream' }, false],
    ['an MCP client that opens a stream', { accept: 'text/event-stream' }, false],
    ['an MCP client that also accepts HTML', { accept: 'text/event-stream, text/html' }, false],
    ['curl', { accept: '*/*' }, false],
    ['a client without Accept', {}, false],
    ['text/htmlx', { accept: 'text/htmlx' }, false],
  ])('of %s: %j is %s', (_, headers, expected) => {
    expect(isNavigation(new Request('https://mcp.example.com/mcp', { headers }))).toBe(expected);
  });
});
