import { describe, expect, it } from 'vitest';
import { checkResource, narrowingOf } from '../../../src/sign-in/resource-indicator.ts';

const resource = 'https://mcp.example.com/mcp';

describe('a resource whose tools are narrowed', () => {
  it.each([
    '?tools=read_resource',
    '?tools=read_resource,outlook_email_search',
    '?tools=read_resource%2Coutlook_email_search',
  ])('is the resource: %s', (query) => {
    expect(narrowingOf(new URL(`${resource}${query}`))).toBe(query);
    expect(() => checkResource(`${resource}${query}`, resource, true)).not.toThrow();
    expect(() => checkResource(`HTTPS://MCP.example.com/mcp${query}`, resource, true)).not.toThrow();
  });

  it.each([
    '?tools=',
    '?tools=a&resource=https://evil.example',
    '?x=1&tools=a',
    '?tools=a#fragment',
    '?tools=a"b',
    '?tools=a b',
    '?Tools[]=a',
    `?tools=${'a'.repeat(513)}`,
    '.evil.example?tools=a',
    '@evil.example?tools=a',
  ])('is another one: %s', (suffix) => {
    expect(() => checkResource(`${resource}${suffix}`, resource, true)).toThrow('issues tokens for');
  });

  it.each(['?tools=', '?x=1', '?tools=a&x=1', '?tools=a%22', '?tools=a%0d%0a'])(
    'says nothing of %s in a challenge',
    (query) => {
      expect(narrowingOf(new URL(`${resource}${query}`))).toBe('');
    },
  );
});
