/** Begins the lines in which the tail tells of a span. */
const mark = 'span ';

/**
 * The text of a Worker that is told of every span of another one, the platform's own among them, as Cloudflare's traces
 * are. It writes down what stands on each: its name or address, and its attributes.
 * @see https://developers.cloudflare.com/workers/observability/traces/spans-and-attributes/
 */
export const spanTailModule = `
const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
const write = (what) => console.log(${JSON.stringify(mark)} + JSON.stringify(what, plain));
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
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** What a line of the log tells of a span, or undefined for any other line. */
export function spanIn(line: string): SpanFacts | undefined {
  return line.startsWith(mark) ? (JSON.parse(line.slice(mark.length)) as SpanFacts) : undefined;
}
