import { json, raw, errorResponse } from '../graph-stub.ts';
import { type Fault, html, known, thrice, wanted } from './fault.ts';

const good = json(wanted);

/** Answers that ask to slow down. */
export const throttling: readonly Fault[] = [
  {
    name: '429, then well',
    steps: [errorResponse(429, ['TooManyRequests'], { 'retry-after': '3' }), good],
    waits: [3000],
  },
  {
    name: '429 with a date',
    steps: [
      errorResponse(429, ['TooManyRequests'], {
        date: 'Tue, 24 Nov 2026 09:00:00 GMT',
        'retry-after': 'Tue, 24 Nov 2026 09:00:05 GMT',
      }),
      good,
    ],
    waits: [5000],
  },
  {
    name: '429 with a date and no Date',
    steps: [
      errorResponse(429, ['TooManyRequests'], { 'retry-after': 'Tue, 24 Nov 2026 09:00:04 GMT' }),
      good,
    ],
    waits: [4000],
  },
  {
    name: '429 with a date of a server whose clock is wrong',
    steps: [
      errorResponse(429, ['TooManyRequests'], {
        date: 'Tue, 24 Nov 2026 12:00:00 GMT',
        'retry-after': 'Tue, 24 Nov 2026 12:00:02 GMT',
      }),
      good,
    ],
    waits: [2000],
  },
  {
    name: '429 with a date in the past',
    steps: [
      errorResponse(429, ['TooManyRequests'], { 'retry-after': 'Tue, 24 Nov 2020 09:00:00 GMT' }),
      good,
    ],
    waits: [500],
  },
  { name: '429 without Retry-After', steps: [errorResponse(429, ['TooManyRequests']), good], waits: [500] },
  {
    name: '429 with Retry-After 0',
    steps: [errorResponse(429, ['TooManyRequests'], { 'retry-after': '0' }), good],
    waits: [500],
  },
  {
    name: '429 with a negative Retry-After',
    steps: [errorResponse(429, ['TooManyRequests'], { 'retry-after': '-5' }), good],
    waits: [500],
  },
  {
    name: '429 with a Retry-After that is no number',
    steps: [errorResponse(429, ['TooManyRequests'], { 'retry-after': 'soon' }), good],
    waits: [500],
  },
  {
    name: '429 that asks for more than the call may take',
    steps: [
      errorResponse(429, ['activityLimitReached', 'throttledRequest', 'quota'], { 'retry-after': '41' }),
    ],
    code: 'throttled',
    details: { ...known, retryAfterSeconds: 41 },
    says: 'in 41 seconds',
    waits: [],
  },
  {
    name: '429 that asks for an absurd time',
    steps: [errorResponse(429, ['x'], { 'retry-after': '999999999' })],
    code: 'throttled',
    details: { ...known, retryAfterSeconds: 3600 },
    waits: [],
  },
  {
    name: '429 three times',
    steps: thrice(errorResponse(429, ['TooManyRequests'], { 'retry-after': '2' })),
    code: 'throttled',
    details: { ...known, retryAfterSeconds: 2 },
    calls: 3,
    waits: [2000, 2000],
  },
  {
    name: '429 whose second wait does not fit',
    steps: [
      errorResponse(429, ['x'], { 'retry-after': '15' }),
      errorResponse(429, ['x'], { 'retry-after': '15' }),
    ],
    code: 'throttled',
    calls: 2,
    waits: [15_000],
  },
  {
    name: '429 with an HTML body',
    steps: [raw(html, 429, { 'content-type': 'text/html', 'retry-after': '1' }), good],
    waits: [1000],
  },
  {
    name: '429 of Teams with empty code',
    steps: [errorResponse(429, ['']), errorResponse(429, ['']), errorResponse(429, [''])],
    code: 'throttled',
    calls: 3,
  },
  {
    name: '509 of SharePoint',
    steps: [errorResponse(509, ['bandwidthLimitExceeded'], { 'retry-after': '1' }), good],
    waits: [1000],
  },
];
