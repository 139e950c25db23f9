import { brokenOff, hang, json, raw, errorResponse, reset } from '../graph-stub.ts';
import { type Fault, html, known, thrice, wanted } from './fault.ts';

const good = json(wanted);

/** Faults of the service, and of the way there. */
export const serverErrors: readonly Fault[] = [
  {
    name: '503 with Retry-After',
    steps: [errorResponse(503, ['serviceNotAvailable'], { 'retry-after': '2' }), good],
    waits: [2000],
  },
  {
    name: '503 with a long Retry-After',
    steps: [errorResponse(503, ['serviceNotAvailable'], { 'retry-after': '60' })],
    code: 'throttled',
    details: { ...known, retryAfterSeconds: 60 },
  },
  {
    name: '503 with HTML of SharePoint',
    steps: [raw(html, 503, { 'content-type': 'text/html' }), good],
    waits: [500],
  },
  {
    name: '503 three times',
    steps: thrice(errorResponse(503, ['serviceNotAvailable'])),
    code: 'upstream_unavailable',
    details: known,
    calls: 3,
    waits: [500, 1000],
  },
  { name: '500, then well', steps: [errorResponse(500, ['generalException']), good], waits: [500] },
  {
    name: '500 that names a code of another status',
    steps: thrice(errorResponse(500, ['itemNotFound'])),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: '502, then 504, then well',
    steps: [raw('Bad gateway', 502), raw('', 504), good],
    waits: [500, 1000],
  },
  { name: '501', steps: [errorResponse(501, ['NotImplemented'])], code: 'unsupported_content' },
  { name: '505', steps: [raw('', 505)], code: 'upstream_unavailable', calls: 1 },
  { name: 'a broken connection, then well', steps: [reset, good], waits: [500] },
  {
    name: 'a broken connection three times',
    steps: [reset, reset, reset],
    code: 'upstream_unavailable',
    calls: 3,
  },
  { name: 'an answer that breaks off, then well', steps: [brokenOff('{"value":['), good], waits: [500] },
  {
    name: 'an answer that breaks off three times',
    steps: thrice(brokenOff('{"value":[')),
    code: 'upstream_unavailable',
    calls: 3,
  },
  { name: 'no answer once, then well', steps: [hang, good], calls: 2 },
  { name: 'no answer at all', steps: [hang, hang], code: 'timed_out', calls: 2 },
  {
    name: 'no answer after a long wait',
    steps: [errorResponse(429, ['x'], { 'retry-after': '15' }), hang],
    code: 'timed_out',
    calls: 2,
  },
];
