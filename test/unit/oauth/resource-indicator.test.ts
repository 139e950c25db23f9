import { describe, expect, it } from 'vitest';
import { checkResource, toolsParameter } from '../../../src/oauth/resource-indicator.ts';

const resource = 'https://mcp.example.com/mcp';

describe('checkResource', () => {
  it.each([
    'https://mcp.example.com/mcp',
    'https://mcp.example.com/mcp/',
    'HTTPS://MCP.EXAMPLE.COM/mcp',
    `${resource}?tools=a`,
    `${resource}?tools=${'a'.repeat(512)}`,
    `${resource}/?tools=a`,
  ])('is this one: %s', (presented) => {
    expect(() => checkResource(presented, resource, true)).not.toThrow();
  });

  it.each([
    '',
    'https://mcp.example.com',
    'https://mcp.example.com/MCP',
    'https://mcp.example.com/mcp//',
    'https://mcp.example.com/mcp//?tools=a',
    'https://mcp.example.com/mcp/x?tools=a',
    'https://mcp.example.com//mcp',
    'https://mcp.example.com/mcp?',
    'https://mcp.example.com/mcp#x',
    'https://mcp.example.com:443/mcp',
    'http://mcp.example.com/mcp',
    'https://evil.example/mcp',
    'https://evil.example/https://mcp.example.com/mcp',
    'xhttps://mcp.example.com/mcp',
    'x HTTPS://mcp.example.com/mcp',
    'https://mcp.example.com/mcpx/?tools=a',
    'mcp.example.com/mcp',
    '://mcp.example.com/mcp',
    'https:///mcp',
  ])('is another one: %j', (presented) => {
    for (const isRequired of [true, false]) {
      expect(() => checkResource(presented, resource, isRequired)).toThrow(
        expect.objectContaining({ code: 'invalid_target' }),
      );
    }
  });

  it('accepts a missing resource only from older clients', () => {
    expect(() => checkResource(undefined, resource, false)).not.toThrow();
    expect(() => checkResource(undefined, resource, true)).toThrow(
      expect.objectContaining({
        code: 'invalid_target',
        message: expect.stringContaining(resource) as string,
      }),
    );
  });
});

describe('checkResource with ?tools=', () => {
  it.each([
    '?tools=read_resource',
    '?tools=read_resource,outlook_email_search',
    '?tools=read_resource%2Coutlook_email_search',
  ])('is the resource: %s', (query) => {
    expect(toolsParameter(new URL(`${resource}${query}`))).toBe(query);
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
      expect(toolsParameter(new URL(`${resource}${query}`))).toBe('');
    },
  );
});
