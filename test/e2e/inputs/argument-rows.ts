import { badArgument, goodArguments, type InputRow } from './input-row.ts';

const tools = Object.keys(goodArguments);
const long = JSON.stringify('long-'.repeat(300));

/** JSON values that are not a string of 1 to 1,024 characters. */
const invalidTexts = ['5', 'true', 'null', '[]', '["x"]', '{}', '{"$gt":""}', '""', '"   "', long];
/** JSON values that are not an integer in a range from 1. */
const invalidNumbers = [
  '0',
  '-1',
  '-0',
  '1.5',
  '"10"',
  '1e9',
  '1e400',
  '-1e400',
  '9007199254740993',
  '"NaN"',
  'null',
  '[5]',
  '{}',
  'true',
  '""',
];

const textArguments: readonly (readonly [tool: string, argument: string])[] = [
  ['outlook_email_search', 'query'],
  ['outlook_email_search', 'sender'],
  ['outlook_email_search', 'folderName'],
  ['outlook_email_search', 'mailbox'],
  ['outlook_calendar_search', 'query'],
  ['outlook_calendar_search', 'attendee'],
  ['chat_message_search', 'query'],
  ['sharepoint_search', 'query'],
  ['sharepoint_search', 'author'],
  ['sharepoint_folder_search', 'name'],
  ['read_resource', 'uri'],
];

const numberArguments: readonly (readonly [tool: string, argument: string])[] = [
  ...tools.slice(0, 5).map((tool) => [tool, 'limit'] as const),
  ['find_meeting_availability', 'duration'],
  ['find_meeting_availability', 'maxCandidates'],
  ['find_meeting_availability', 'minimumAttendeePercentage'],
  ['read_resource', 'startPage'],
];

/** Unknown argument names, including Object.prototype members. */
const unknownArguments = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'Query',
  'query ',
  '$filter',
];

/** Rows with arguments of the wrong type or length, and unknown arguments. */
export const argumentRows: readonly InputRow[] = [
  ...textArguments.flatMap(([tool, argument]) =>
    invalidTexts.map((json) => badArgument(tool, argument, json)),
  ),
  ...numberArguments.flatMap(([tool, argument]) =>
    invalidNumbers.map((json) => badArgument(tool, argument, json)),
  ),
  ...tools
    .slice(0, 5)
    .flatMap((tool) =>
      ['-1', '1.5', '"0"', '1e21', '1e400', '1001', 'null'].map((json) => badArgument(tool, 'offset', json)),
    ),
  ...tools.flatMap((tool) => unknownArguments.map((name) => badArgument(tool, name, '{"limit":1}'))),
  ...['"true"', '1', 'null', '[]'].map((json) =>
    badArgument('find_meeting_availability', 'workingHours', json),
  ),
  ...['"adele"', '{}', '[]', 'null', `[${'"a",'.repeat(200)}"a"]`].map((json) =>
    badArgument('find_meeting_availability', 'participants', json),
  ),
  ...['[5]', '[""]', '[null]', '[["adele"]]', `[${long}]`].map((json) =>
    badArgument('find_meeting_availability', 'participants', json, 'participants.0'),
  ),
  ...['"up"', '"NEWEST"', '["newest"]', '0', '""', '"__proto__"'].flatMap((json) =>
    ['outlook_email_search', 'outlook_calendar_search', 'sharepoint_search'].map((tool) =>
      badArgument(tool, 'order', json),
    ),
  ),
];
