import type { Call } from '../core/call.ts';

/** The address of the next page: the same request with one option changed, its names encoded as Graph encodes them. */
export function nextLink(call: Call, option: '$skip' | '$skiptoken', value: string | number): string {
  const query = [...call.query].filter(([name]) => !['$skip', '$skiptoken', '$skipToken'].includes(name));
  const pairs = [...query, [option, String(value)] as const].map(
    ([name, content]) => `${encodeURIComponent(name)}=${encodeURIComponent(content)}`,
  );
  return `${call.base}${call.path}?${pairs.join('&')}`;
}
