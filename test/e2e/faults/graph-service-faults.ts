import { type FaultRow, html, toolError } from './fault-row.ts';
import { failing, graph, mended, says } from './graph-row.ts';

const fault = 'Try again in a moment';
const unreachable = 'Try again in a moment';

const throttling: readonly FaultRow[] = [
  mended('429 with Retry-After: 1', says(429, 'TooManyRequests', { 'retry-after': '1' })),
  mended('429 without Retry-After', says(429, 'TooManyRequests')),
  {
    ...mended('429 with a date in Retry-After', { effect: 'reset' }),
    faults: [],
    before: async ({ control, sessionId }) => {
      const date = new Date(Date.now() + 2000).toUTCString();
      control.addFault({
        ...says(429, 'TooManyRequests', { 'retry-after': date }),
        ...graph,
        sessionId,
        times: 1,
      });
    },
  },
  failing(
    '429 with Retry-After: 90',
    says(429, 'TooManyRequests', { 'retry-after': '90' }),
    toolError('throttled', 'Try again in 90 seconds', 90),
    1,
  ),
  failing(
    '429 each time',
    says(429, 'TooManyRequests', { 'retry-after': '1' }),
    toolError('throttled', 'Try again in 1 seconds', 1),
    3,
  ),
  failing(
    '429 each time, with HTML',
    { effect: 'status', status: 429, ...html },
    toolError('throttled', unreachable),
    3,
  ),
  mended('503 with Retry-After: 1', says(503, 'serviceNotAvailable', { 'retry-after': '1' })),
  failing(
    '503 with Retry-After: 60',
    says(503, 'serviceNotAvailable', { 'retry-after': '60' }),
    toolError('throttled', 'Try again in 60 seconds', 60),
    1,
  ),
  mended('509 of SharePoint', says(509, 'bandwidthLimitExceeded', { 'retry-after': '1' })),
];

const outages: readonly FaultRow[] = [
  failing('500 each time', says(500, 'generalException'), toolError('upstream_unavailable', fault), 3),
  mended('500', says(500, 'generalException')),
  failing(
    '502 each time, with HTML',
    { effect: 'status', status: 502, ...html },
    toolError('upstream_unavailable', fault),
    3,
  ),
  failing('503 each time', says(503, 'serviceNotAvailable'), toolError('upstream_unavailable', fault), 3),
  mended('504', { effect: 'status', status: 504, ...html }),
  failing('504 each time', says(504, 'gatewayTimeout'), toolError('upstream_unavailable', fault), 3),
  failing('no answer', { effect: 'hang' }, toolError('timed_out', 'Try again, or request less'), 2),
  mended('no answer', { effect: 'hang' }),
  failing(
    'a connection reset each time',
    { effect: 'reset' },
    toolError('upstream_unavailable', unreachable),
    3,
  ),
  mended('a connection reset', { effect: 'reset' }),
  failing(
    'a truncated response each time',
    { effect: 'truncate', afterBytes: 60 },
    toolError('upstream_unavailable', unreachable),
    3,
  ),
  mended('a truncated response', { effect: 'truncate', afterBytes: 60 }),
  mended('a response in fast chunks', { effect: 'drip', bytesPerChunk: 400, intervalMs: 5 }, 1),
  failing(
    'a response in slow chunks',
    { effect: 'drip', bytesPerChunk: 1, intervalMs: 3000 },
    toolError('timed_out', 'Try again, or request less'),
    2,
  ),
];

/** Microsoft Graph asks to slow down, is down, or does not answer. */
export const graphServiceFaults: readonly FaultRow[] = [...throttling, ...outages];
