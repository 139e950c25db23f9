/** Begins the lines in which the guard names a place. */
const mark = 'egress ';

/**
 * The text of a Worker through which every request of another one leaves. It names each place that is asked for, once:
 * by its origin where requests may go there, by its whole address otherwise, and lets through the former alone. `ALLOWED`
 * lists the origins.
 */
export const egressGuardModule = `
const named = new Set();
export default {
  async fetch(request, { ALLOWED }) {
    const { origin, href } = new URL(request.url);
    const isAllowed = ALLOWED.includes(origin);
    const place = isAllowed ? origin : href;
    if (!named.has(place)) console.log(${JSON.stringify(mark)} + place);
    named.add(place);
    return isAllowed ? fetch(request) : new Response(null, { status: 403 });
  },
};
`;

/** The place that a line of the log names, or undefined for any other line. */
export function parseRequestedUrl(line: string): string | undefined {
  return line.startsWith(mark) ? line.slice(mark.length) : undefined;
}

/** Begins the lines in which the tail tells of a span. */
const spanMark = 'span ';

/**
 * The text of a Worker that is told of every span of another one, the platform's own among them, as Cloudflare's traces
 * are. It writes down what stands on each: its name or address, and its attributes.
 * @see https://developers.cloudflare.com/workers/observability/traces/spans-and-attributes/
 */
export const spanTailModule = `
const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
const write = (what) => console.log(${JSON.stringify(spanMark)} + JSON.stringify(what, plain));
const tell = ({ event: { type, name, info } }) => {
  if (type === 'spanOpen') write({ name });
  if (type === 'attributes') write(Object.fromEntries(info.map(({ name, value }) => [name, value])));
};
export default {
  tailStream({ event: { entrypoint, info } }) {
    write({ name: info.type, 'url.full': info.url, 'http.request.method': info.method, entrypoint });
    return tell;
  },
};
`;

/** What stands on a span, in the order in which it became known: without what Cloudflare adds of caller and place. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a line of the log tells of a span, or undefined for any other line. */
export function parseSpan(line: string): SpanAttributes | undefined {
  return line.startsWith(spanMark) ? (JSON.parse(line.slice(spanMark.length)) as SpanAttributes) : undefined;
}
