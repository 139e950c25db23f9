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
export function placeIn(line: string): string | undefined {
  return line.startsWith(mark) ? line.slice(mark.length) : undefined;
}
