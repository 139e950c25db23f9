import { type HostRule, isLoopback } from '../lib/outbound-fetch.ts';

/**
 * Where Graph's 302s may lead: hosts of its cloud at their ordinary port, and this machine while Graph is a stand-in on
 * this machine.
 * @param suffixes of host names, each with its leading dot
 */
export function downloadHosts(suffixes: readonly string[], graphUrl: URL): HostRule {
  return (url) =>
    (url.port === '' && suffixes.some((suffix) => url.hostname.endsWith(suffix))) ||
    (isLoopback(graphUrl) && isLoopback(url));
}
