import { describe, expect, it } from 'vitest';
import { describeIssue, limitCounts, suggestArgument } from '../../../src/mcp/argument-hints.ts';
import { tools } from '../../../src/tools/index.ts';

function schemaOf(name: string) {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool.input;
}

describe('limitCounts', () => {
  it.each([
    ['outlook_email_search', 'limit', 50, 25],
    ['sharepoint_search', 'limit', 1000, 50],
    ['find_meeting_availability', 'maxCandidates', 100, 50],
  ])('%s: %s %i becomes %i, with a note', (tool, name, value, limit) => {
    const { args, notes } = limitCounts(schemaOf(tool), { query: 'x', [name]: value });
    expect(args).toEqual({ query: 'x', [name]: limit });
    expect(notes).toEqual([`\`${name}\` is limited to ${limit}.`]);
  });

  it.each([
    { limit: 25 },
    { limit: 0 },
    { limit: 26.5 },
    { limit: 1001 },
    { limit: '50' },
    { offset: 5000 },
    null,
    [],
  ])('leaves %j to the schema', (args) => {
    const limited = limitCounts(schemaOf('outlook_email_search'), args);
    expect(limited.args).toEqual(args);
    expect(limited.notes).toEqual([]);
  });
});

describe('describeIssue', () => {
  it.each([
    ['outlook_email_search', { query: '' }, '`query` must not be empty'],
    ['outlook_email_search', { query: 5 }, '`query` must be of type string'],
    ['outlook_email_search', { query: null }, '`query` must be of type string'],
    ['outlook_email_search', { limit: 0 }, '`limit` must be at least 1'],
    ['outlook_email_search', { limit: 2000 }, '`limit` must be at most 25'],
    ['outlook_email_search', { limit: 1.5 }, '`limit` must be of type integer'],
    ['outlook_email_search', { order: 'best' }, '`order` must be one of: newest, oldest, relevance'],
    ['find_meeting_availability', {}, '`participants` is required'],
    ['find_meeting_availability', { participants: [] }, '`participants` must not be empty'],
    ['sharepoint_search', {}, '`query`: give words to search for, or a filter'],
    ['read_resource', { uri: 'me:///', find: [] }, '`find` must not be empty'],
  ])('%s: %j is explained as %s', (tool, args, expected) => {
    const issue = schemaOf(tool).safeParse(args).error?.issues[0];
    const argument = String(issue?.path[0]);
    expect(`\`${argument}\`${describeIssue(issue, argument)}`).toBe(expected);
  });
});

describe('suggestArgument', () => {
  it.each([
    ['outlook_email_search', 'from', 'sender'],
    ['outlook_email_search', 'to', 'recipient'],
    ['outlook_email_search', 'top', 'limit'],
    ['outlook_email_search', 'max_results', 'limit'],
    ['outlook_email_search', 'Query', 'query'],
    ['outlook_email_search', 'startDate', 'afterDateTime'],
    ['outlook_email_search', 'folder', 'folderName'],
    ['outlook_calendar_search', 'startDateTime', 'afterDateTime'],
    ['outlook_calendar_search', 'end', 'beforeDateTime'],
    ['find_meeting_availability', 'durationMinutes', 'duration'],
    ['find_meeting_availability', 'attendees', 'participants'],
    ['chat_message_search', 'from', 'sender'],
    ['sharepoint_search', 'createdBy', 'author'],
    ['sharepoint_folder_search', 'query', 'name'],
    ['read_resource', 'url', 'uri'],
    ['read_resource', 'page', 'startPage'],
  ])('%s: %s becomes %s', (tool, unknown, known) => {
    expect(suggestArgument(unknown, Object.keys(schemaOf(tool).shape))).toBe(known);
  });

  it.each(['__proto__', 'constructor', 'toString', '$filter', 'x', ''])('%j becomes nothing', (unknown) => {
    expect(suggestArgument(unknown, Object.keys(schemaOf('read_resource').shape))).toBeUndefined();
  });
});
