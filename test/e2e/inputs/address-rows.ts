import { badArgument, type InputRow } from './input-row.ts';

/** Invalid mailbox owners, including path injections. */
const invalidOwners = [
  '..',
  '.',
  'adele/x',
  '..@x',
  '@contoso.example',
  'adele@',
  'adele@contoso..',
  'adele@.example',
  'adele@-',
  'a@b.example/../../users/patti',
  'a/b@c.example',
  'a\\b@c.example',
  '..%2f@b.example',
  '%2e%2e@b.example',
  'patti@contoso.example?$select=id',
  'patti@contoso.example#x',
  "patti@contoso.example')/messages",
  'a b@c.example',
  'patti@contoso.example\u0000',
  'patti\u200b@contoso.example',
  'patti\u202e@contoso.example',
  '<patti@contoso.example>',
  'mailto:patti@contoso.example',
  'a@b@c.example',
  '\ud800@contoso.example',
  `${'a'.repeat(65)}@b.example`,
  '11111111-1111-1111-1111-11111111111',
  '{11111111-1111-1111-1111-111111111111}',
  '__proto__',
  'constructor()',
];

const invalidFileTypes = [
  '../docx',
  'docx" OR path:"',
  'docx OR 1',
  'd*',
  '.',
  '..',
  'docx\u0000',
  'docx/',
  'ｄocx',
  'x'.repeat(11),
  '',
];

/** Site URLs outside of SharePoint. */
const invalidSites = [
  'https://evil.example/sites/x',
  'https://contoso.sharepoint.com.evil.example/sites/x',
  'https://contoso.sharepoint.com@evil.example/x',
  'https://evilsharepoint.com/sites/x',
  'http://evil.example/',
];

/** KQL without a search term. */
const emptyQueries = [
  '""',
  '()',
  '"',
  '((((',
  'AND',
  'OR OR',
  'NOT',
  '\\',
  '""""',
  '" "',
  '\u200b',
  '\u0000',
  '\u202e\u202c',
];

/** Cursors that the connector did not issue. */
const invalidCursors = [
  '',
  'A',
  'AAAA',
  'null',
  '0',
  '25',
  '__proto__',
  '../..',
  'eyJvZmZzZXQiOjI1fQ',
  '{"offset":25}',
  'AA==',
  'AA AA',
  'https://graph.microsoft.com/v1.0/me/messages?$skip=25',
  'https://evil.example/',
  '\u0000',
  'A'.repeat(4096),
  'A'.repeat(5000),
];

const searchTools = [
  'outlook_email_search',
  'outlook_calendar_search',
  'chat_message_search',
  'sharepoint_search',
  'sharepoint_folder_search',
];

/** Rows with invalid owners, file types, sites, queries and cursors. */
export const addressRows: readonly InputRow[] = [
  ...invalidOwners.flatMap((owner, index) => [
    badArgument(
      'outlook_email_search',
      index % 2 === 0 ? 'mailbox' : 'mailboxOwnerEmail',
      JSON.stringify(owner),
    ),
    badArgument('outlook_calendar_search', 'calendarOwnerEmail', JSON.stringify(owner)),
  ]),
  ...invalidFileTypes.map((type) => badArgument('sharepoint_search', 'fileType', JSON.stringify(type))),
  ...invalidSites.flatMap((place) =>
    ['site', 'folderName'].map((argument) =>
      badArgument('sharepoint_search', argument, JSON.stringify(place)),
    ),
  ),
  ...invalidCursors.flatMap((cursor, index) =>
    searchTools
      .filter((_, number) => number === 0 || index % searchTools.length === number)
      .map((tool) => badArgument(tool, 'cursor', JSON.stringify(cursor))),
  ),
  ...emptyQueries.flatMap((query) => [
    badArgument('outlook_email_search', 'query', JSON.stringify(query)),
    badArgument('sharepoint_search', 'query', JSON.stringify(query)),
  ]),
];
