/** Prefix of the guard's log lines. */
const mark = 'egress ';

/* Source of a Worker that receives every outbound request of another Worker. It responds with the JSON document in
 * `DOCUMENTS` for its URL, after a second if its query is `?slow`, forwards requests to the origins in `ALLOWED`, and
 * responds 403 to others. It logs each allowed origin and each denied URL once.
 */
export const egressGuardModule = `
const logged = new Set();
export default {
  async fetch(request, { ALLOWED, DOCUMENTS }) {
    const { origin, href, search } = new URL(request.url);
    if (search === '?slow') await scheduler.wait(1000);
    if (Object.hasOwn(DOCUMENTS, href)) return Response.json(DOCUMENTS[href]);
    const isAllowed = ALLOWED.includes(origin);
    const target = isAllowed ? origin : href;
    if (!logged.has(target)) console.log(${JSON.stringify(mark)} + target);
    logged.add(target);
    return isAllowed ? fetch(request) : new Response(null, { status: 403 });
  },
};
`;

/** The origin or URL in a log line of the guard; undefined for other lines. */
export function parseRequestedUrl(line: string): string | undefined {
  return line.startsWith(mark) ? line.slice(mark.length) : undefined;
}

/** Prefix of the log lines with spans. */
const spanMark = 'span ';

/* Source of a streaming tail Worker that logs the name and attributes of every span of another Worker, including the
 * spans of the platform.
 * @see https://developers.cloudflare.com/workers/observability/traces/spans-and-attributes/
 */
export const spanTailModule = `
const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
const write = (span) => console.log(${JSON.stringify(spanMark)} + JSON.stringify(span, plain));
const writeSpan = ({ event: { type, name, info } }) => {
  if (type === 'spanOpen') write({ name });
  if (type === 'attributes') write(Object.fromEntries(info.map(({ name, value }) => [name, value])));
};
export default {
  tailStream({ event: { entrypoint, info } }) {
    write({ name: info.type, 'url.full': info.url, 'http.request.method': info.method, entrypoint });
    return writeSpan;
  },
};
`;

/** Name and attributes of a span, without the attributes that only Cloudflare adds. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** The span in a log line; undefined for other lines. */
export function parseSpan(line: string): SpanAttributes | undefined {
  return line.startsWith(spanMark) ? (JSON.parse(line.slice(spanMark.length)) as SpanAttributes) : undefined;
}
