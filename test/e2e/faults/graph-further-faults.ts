import type { Fault } from 'm365-simulator';
import { type ExpectedAnswer, type FaultRow, html, result, toolError } from './fault-row.ts';
import { failing, graph, mended, says, tool } from './graph-row.ts';

const fault = 'Try again in a moment';
const wholeMail = tool('outlook_email_search', { query: 'budget', limit: 3 });
const namesOfFiles = tool('outlook_email_search', { query: 'budget', timeZone: 'UTC', order: 'relevance' });

/** Where more than one request is made, or another message than a tool's call. */
const furtherParts: readonly FaultRow[] = [
  {
    // An answer in UTC beats none.
    ...failing('503 for the mailbox settings', says(503, 'serviceNotAvailable'), result, 4),
    faults: [{ ...graph, path: '*/mailboxSettings', ...says(503, 'serviceNotAvailable') }],
    question: wholeMail,
    event: 'ok exchanged',
  },
  {
    ...mended('429 for a batch', says(429, 'TooManyRequests', { 'retry-after': '1' }), 3),
    faults: [
      { ...graph, path: '*/$batch', times: 1, ...says(429, 'TooManyRequests', { 'retry-after': '1' }) },
    ],
    question: namesOfFiles,
  },
  {
    ...failing(
      'resources/read with 503',
      says(503, 'serviceNotAvailable'),
      { kind: 'rpc', code: -32603, says: fault },
      3,
    ),
    question: { method: 'resources/read', params: { uri: 'drive:///me' } },
    faults: [{ ...graph, path: '*/drive*', ...says(503, 'serviceNotAvailable') }],
    graph: 4,
    event: 'failed upstream_unavailable exchanged',
  },
  {
    ...failing('resources/read with 429', says(429, 'TooManyRequests'), result, 1),
    question: { method: 'resources/read', params: { uri: 'drive:///me' } },
    faults: [{ ...graph, path: '*/drive*', ...says(429, 'TooManyRequests', { 'retry-after': '60' }) }],
    answer: { kind: 'rpc', code: -32603, says: 'Try again in 60 seconds' },
    graph: 2,
    event: 'failed throttled exchanged',
  },
];

const file = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Halo Launch Plan.docx';

/** The host that Graph hands a file over to, at an address of this row's own. */
function handedOver(name: string, spoilt: Fault, answer: ExpectedAnswer, requests: number): FaultRow {
  return {
    ...failing(name, spoilt, answer, requests),
    question: tool('read_resource', { uri: file }),
    faults: [],
    before: async ({ connector, control, sessionId }) => {
      const path = `/${sessionId}`;
      const location = connector.simulation.tenant.downloadUrl + path;
      control.addFault({
        ...graph,
        sessionId,
        path: '*/content',
        effect: 'status',
        status: 302,
        headers: { location },
      });
      control.addFault({ kind: 'download', path, ...spoilt });
    },
  };
}

const unfinished = toolError('upstream_unavailable', 'Try again');
/** The item is looked up by its link, then its content is asked for. */
const lookUp = 2;
const downloads: readonly FaultRow[] = [
  handedOver(
    'a download with a redirect loop',
    { effect: 'status', status: 302, headers: { location: '?round' } },
    unfinished,
    lookUp + 1,
  ),
  handedOver(
    'a download with 503 each time',
    { effect: 'status', status: 503, ...html },
    unfinished,
    lookUp + 3,
  ),
  handedOver('a download with a connection reset', { effect: 'reset' }, unfinished, lookUp + 3),
  handedOver(
    'a download with 404',
    { effect: 'status', status: 404, ...html },
    toolError('not_found', 'Search for the file again'),
    lookUp + 1,
  ),
  handedOver(
    'a download of 27 MB',
    { effect: 'hugeBody', bytes: 27 * 1024 * 1024 },
    toolError('too_large', 'Open it in Microsoft 365'),
    lookUp + 1,
  ),
];

/** Calls that make more than one request, and other messages than a tool's call. */
export const graphFurtherFaults: readonly FaultRow[] = [...furtherParts, ...downloads];
