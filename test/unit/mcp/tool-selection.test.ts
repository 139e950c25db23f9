import { describe, expect, it } from 'vitest';
import { readToolSelection } from '../../../src/mcp/tool-selection.ts';

const names = new Set(['sharepoint_search', 'outlook_email_search', 'read_resource']);
const toolNames = { all: new Set([...names, 'fetch']), optIn: new Set(['fetch']) };

function selectionOf(query: string): string[] | string {
  const selection = readToolSelection(new URL(`https://mcp.example.com/mcp${query}`), toolNames);
  return selection.ok ? [...toolNames.all].filter(selection.isSelected) : selection.reason;
}

describe('readToolSelection', () => {
  it.each<[string, string[]]>([
    ['', [...names]],
    ['?other=1', [...names]],
    ['?tools=read_resource', ['read_resource']],
    ['?tools=read_resource,outlook_email_search', ['outlook_email_search', 'read_resource']],
    ['?tools=fetch,read_resource', ['read_resource', 'fetch']],
    ['?tools=%20read_resource%20,,read_resource', ['read_resource']],
  ])('%s selects %j', (query, expected) => {
    expect(selectionOf(query)).toEqual(expected);
  });

  it.each<[string, RegExp]>([
    [
      '?tools=',
      /names no tool\. Available tools: sharepoint_search, outlook_email_search, read_resource, fetch\./,
    ],
    ['?tools=,', /names no tool/],
    ['?tools=sharepoint_serach', /do not exist: sharepoint_serach\. Available tools: /],
    ['?tools=read_resource,Read_Resource', /do not exist: Read_Resource\./],
    ['?tools=read_resource&tools=sharepoint_search', /more than once/],
    ['?tools=__proto__', /do not exist: __proto__/],
    [`?tools=${'x'.repeat(500)}`, /: x{64}\. /],
    ['?tools=%0d%0aSet-Cookie:%20a', /do not exist: (?:\?\?)?Set-Cookie: a/],
    [`?tools=${Array.from({ length: 50 }, (_, index) => `t${index}`).join(',')}`, /: t0, t1, t2, t3, t4\. /],
  ])('%s is rejected with a reason', (query, problem) => {
    expect(selectionOf(query)).toMatch(problem);
  });
});
