import { json, raw } from '../graph-stub.ts';
import { type Fault, html, thrice, wanted } from './fault.ts';

const good = json(wanted);

/** Answers that are none, and some that only look like it. */
export const unreadableResponses: readonly Fault[] = [
  {
    name: 'truncated JSON with a whole body',
    steps: [raw('{"value":[{"id":"a"', 200, { 'content-type': 'application/json' }), good],
    waits: [500],
  },
  {
    name: 'an HTML page with 200',
    steps: thrice(raw(html, 200, { 'content-type': 'text/html; charset=utf-8' })),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: 'JSON that says to be text',
    steps: thrice(raw('{"value":[]}', 200, { 'content-type': 'text/plain' })),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: 'JSON that only begins like the type',
    steps: thrice(raw('{"value":[]}', 200, { 'content-type': 'application/jsonp' })),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: 'no content type',
    steps: thrice(raw(new TextEncoder().encode('{"value":[]}'))),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: 'an empty body',
    steps: thrice(raw('', 200, { 'content-type': 'application/json' })),
    code: 'upstream_unavailable',
    calls: 3,
  },
  { name: '204', steps: thrice(raw(null, 204)), code: 'upstream_unavailable', calls: 3 },
  {
    name: 'bytes that are no UTF-8',
    steps: thrice(raw(Uint8Array.of(0x7b, 0xff, 0x7d), 200, { 'content-type': 'application/json' })),
    code: 'upstream_unavailable',
    calls: 3,
  },
  {
    name: 'JSON with a byte order mark',
    steps: [raw('\ufeff{"value":[{"id":"a"}]}', 200, { 'content-type': 'application/json' })],
  },
  {
    name: 'a type with a suffix',
    steps: [raw('{"value":[{"id":"a"}]}', 200, { 'content-type': 'application/vnd.x+json' })],
  },
  {
    name: 'JSON of another shape',
    steps: [json({ value: [{ id: 'a' }, { id: { canary: 'canary upstream message' } }] })],
    code: 'upstream_unavailable',
    calls: 1,
  },
  { name: 'JSON that is null', steps: [json(null)], code: 'upstream_unavailable', calls: 1 },
  {
    name: 'a member named __proto__',
    steps: [
      raw('{"value":[{"id":"a","__proto__":{"id":"b"}}]}', 200, { 'content-type': 'application/json' }),
    ],
  },
  {
    name: 'more than the connector reads',
    steps: [raw(new Uint8Array(8 * 1024 * 1024 + 1), 200, { 'content-type': 'application/json' })],
    code: 'too_large',
    says: 'Narrow the request',
    calls: 1,
  },
  {
    name: 'more than the connector reads, in a refusal',
    steps: [raw(new Uint8Array(9 * 1024 * 1024), 403)],
    code: 'too_large',
    calls: 1,
  },
  {
    name: 'a redirect',
    steps: [raw(null, 302, { location: 'https://evil.example/canary' })],
    code: 'upstream_unavailable',
    calls: 1,
  },
  {
    name: 'a redirect to itself',
    steps: [raw(null, 307, { location: 'https://graph.microsoft.com/v1.0/me/messages' })],
    code: 'upstream_unavailable',
    calls: 1,
  },
  { name: '304', steps: [raw(null, 304)], code: 'upstream_unavailable', calls: 1 },
];
