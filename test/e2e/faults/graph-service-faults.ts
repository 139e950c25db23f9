import { type FaultRow, htmlPage, toolError } from './fault-row.ts';
import { failsWith, graph, recovers, graphError } from './graph-row.ts';

const fault = 'Try again in a moment';
const unreachable = 'Try again in a moment';

const throttling: readonly FaultRow[] = [
  recovers('429 with Retry-After: 1', graphError(429, 'TooManyRequests', { 'retry-after': '1' })),
  recovers('429 without Retry-After', graphError(429, 'TooManyRequests')),
  {
    ...recovers('429 with a date in Retry-After', { effect: 'reset' }),
    faults: [],
    before: async ({ control, sessionId }) => {
      const date = new Date(Date.now() + 2000).toUTCString();
      control.addFault({
        ...graphError(429, 'TooManyRequests', { 'retry-after': date }),
        ...graph,
        sessionId,
        times: 1,
      });
    },
  },
  failsWith(
    '429 with Retry-After: 90',
    graphError(429, 'TooManyRequests', { 'retry-after': '90' }),
    toolError('throttled', 'Try again in 90 seconds', 90),
    1,
  ),
  failsWith(
    '429 each time',
    graphError(429, 'TooManyRequests', { 'retry-after': '1' }),
    toolError('throttled', 'Try again in 1 seconds', 1),
    3,
  ),
  failsWith(
    '429 each time, with HTML',
    { effect: 'status', status: 429, ...htmlPage },
    toolError('throttled', unreachable),
    3,
  ),
  recovers('503 with Retry-After: 1', graphError(503, 'serviceNotAvailable', { 'retry-after': '1' })),
  failsWith(
    '503 with Retry-After: 60',
    graphError(503, 'serviceNotAvailable', { 'retry-after': '60' }),
    toolError('throttled', 'Try again in 60 seconds', 60),
    1,
  ),
  recovers('509 of SharePoint', graphError(509, 'bandwidthLimitExceeded', { 'retry-after': '1' })),
];

const outages: readonly FaultRow[] = [
  failsWith(
    '500 each time',
    graphError(500, 'generalException'),
    toolError('upstream_unavailable', fault),
    3,
  ),
  recovers('500', graphError(500, 'generalException')),
  failsWith(
    '502 each time, with HTML',
    { effect: 'status', status: 502, ...htmlPage },
    toolError('upstream_unavailable', fault),
    3,
  ),
  failsWith(
    '503 each time',
    graphError(503, 'serviceNotAvailable'),
    toolError('upstream_unavailable', fault),
    3,
  ),
  recovers('504', { effect: 'status', status: 504, ...htmlPage }),
  failsWith('504 each time', graphError(504, 'gatewayTimeout'), toolError('upstream_unavailable', fault), 3),
  failsWith('no answer', { effect: 'hang' }, toolError('timed_out', 'Try again, or request less'), 2),
  recovers('no answer', { effect: 'hang' }),
  failsWith(
    'a connection reset each time',
    { effect: 'reset' },
    toolError('upstream_unavailable', unreachable),
    3,
  ),
  recovers('a connection reset', { effect: 'reset' }),
  failsWith(
    'a truncated response each time',
    { effect: 'truncate', afterBytes: 60 },
    toolError('upstream_unavailable', unreachable),
    3,
  ),
  recovers('a truncated response', { effect: 'truncate', afterBytes: 60 }),
  recovers('a response in fast chunks', { effect: 'drip', bytesPerChunk: 400, intervalMs: 5 }, 1),
  failsWith(
    'a response in slow chunks',
    { effect: 'drip', bytesPerChunk: 1, intervalMs: 3000 },
    toolError('timed_out', 'Try again, or request less'),
    2,
  ),
];

/** Throttling, outages and timeouts of Microsoft Graph. */
export const graphServiceFaults: readonly FaultRow[] = [...throttling, ...outages];
