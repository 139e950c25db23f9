import type { Fault } from 'm365-simulator';
import { type ExpectedResponse, type FaultRow, htmlPage, success, toolError } from './fault-row.ts';
import { failsWith, graph, recovers, graphError, toolCall } from './graph-row.ts';

const fault = 'Try again in a moment';
const searchMail = toolCall('outlook_email_search', { query: 'budget', limit: 3 });
const searchByRelevance = toolCall('outlook_email_search', {
  query: 'budget',
  timeZone: 'UTC',
  order: 'relevance',
});

/** Calls with several upstream requests, and other methods than tools/call. */
const furtherRequests: readonly FaultRow[] = [
  {
    // Without the mailbox settings, times are in UTC.
    ...failsWith('503 for the mailbox settings', graphError(503, 'serviceNotAvailable'), success, 4),
    faults: [{ ...graph, path: '*/mailboxSettings', ...graphError(503, 'serviceNotAvailable') }],
    request: searchMail,
    auditEvent: 'ok exchanged',
  },
  {
    ...recovers('429 for a batch', graphError(429, 'TooManyRequests', { 'retry-after': '1' }), 3),
    faults: [
      { ...graph, path: '*/$batch', times: 1, ...graphError(429, 'TooManyRequests', { 'retry-after': '1' }) },
    ],
    request: searchByRelevance,
  },
  {
    ...failsWith(
      'resources/read with 503',
      graphError(503, 'serviceNotAvailable'),
      { kind: 'rpc', code: -32603, message: fault },
      3,
    ),
    request: { method: 'resources/read', params: { uri: 'drive:///me' } },
    faults: [{ ...graph, path: '*/drive*', ...graphError(503, 'serviceNotAvailable') }],
    graphRequests: 4,
    auditEvent: 'failed upstream_unavailable exchanged',
  },
  {
    ...failsWith('resources/read with 429', graphError(429, 'TooManyRequests'), success, 1),
    request: { method: 'resources/read', params: { uri: 'drive:///me' } },
    faults: [{ ...graph, path: '*/drive*', ...graphError(429, 'TooManyRequests', { 'retry-after': '60' }) }],
    response: { kind: 'rpc', code: -32603, message: 'Try again in 60 seconds' },
    graphRequests: 2,
    auditEvent: 'failed throttled exchanged',
  },
];

const file = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Halo Launch Plan.docx';

/** A fault of the download host, for the download URL of this session. */
function downloadFault(name: string, spoilt: Fault, response: ExpectedResponse, requests: number): FaultRow {
  return {
    ...failsWith(name, spoilt, response, requests),
    request: toolCall('read_resource', { uri: file }),
    faults: [],
    before: async ({ connector, control, sessionId }) => {
      // The URL of the redirect names the session, the one of the metadata does not.
      control.setConditions(['noDownloadUrl']);
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

const unavailable = toolError('upstream_unavailable', 'Try again');
/** Two Graph requests come before the download: the item by its link, and its content. */
const lookUpRequests = 2;
const downloads: readonly FaultRow[] = [
  downloadFault(
    'a download with a redirect loop',
    { effect: 'status', status: 302, headers: { location: '?round' } },
    unavailable,
    lookUpRequests + 1,
  ),
  downloadFault(
    'a download with 503 each time',
    { effect: 'status', status: 503, ...htmlPage },
    unavailable,
    lookUpRequests + 3,
  ),
  downloadFault('a download with a connection reset', { effect: 'reset' }, unavailable, lookUpRequests + 3),
  downloadFault(
    'a download with 404',
    { effect: 'status', status: 404, ...htmlPage },
    toolError('not_found', 'Search for the file again'),
    lookUpRequests + 1,
  ),
  downloadFault(
    'a download of 27 MB',
    { effect: 'hugeBody', bytes: 27 * 1024 * 1024 },
    toolError('too_large', 'Open it in Microsoft 365'),
    lookUpRequests + 1,
  ),
];

/** Faults of batches, resources/read and downloads. */
export const graphFurtherFaults: readonly FaultRow[] = [...furtherRequests, ...downloads];
