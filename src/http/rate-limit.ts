/**
 * How often somebody may ask within a minute, at one location of Cloudflare's network. wrangler.toml says the same
 * numbers to the platform; a test holds them equal.
 *
 * A person: 240 tool calls make at most some 1,000 requests to Graph, and Graph allows 1,000 a minute for a mailbox.
 * An address: web clients sign in and renew from few addresses for all of their users, and an office shares one. It only
 * has to be low enough that one machine cannot keep the connector busy.
 */
export const rateLimits = {
  person: { binding: 'PERSON_LIMIT', limit: 240, periodSeconds: 60 },
  address: { binding: 'ADDRESS_LIMIT', limit: 600, periodSeconds: 60 },
} as const;

/** The platform's binding. */
interface RateLimitBinding {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Counts how often somebody asks. */
export interface RateLimiter {
  /** Counts one more. Whether it is still within the limit. */
  admits(key: string): Promise<boolean>;
  /** After so long, the window in which too many were counted has certainly passed. */
  readonly retryAfterSeconds: number;
}

/**
 * A limiter on the platform's binding. Without a binding everybody is admitted: `workerd` on a machine of one's own has
 * none, and stands behind something that limits. Whoever the platform cannot count is admitted as well: this keeps one
 * caller from crowding out others, and guards nothing.
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
export function createRateLimiter(
  binding: RateLimitBinding | undefined,
  { periodSeconds }: { readonly periodSeconds: number },
): RateLimiter {
  return {
    retryAfterSeconds: periodSeconds,
    async admits(key) {
      if (!binding) return true;
      try {
        const { success } = await binding.limit({ key });
        return success;
      } catch {
        return true;
      }
    },
  };
}

/**
 * The network that an address counts for: an IPv4 address by itself, of an IPv6 address the 64 bits that a provider gives
 * a customer, who has all the addresses in it.
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function networkPrefix(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [start = '', end] = address.toLowerCase().split('::', 2);
  const [head, tail] = [start, end ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = end === undefined ? 0 : Math.max(0, 8 - (head?.length ?? 0) - (tail?.length ?? 0));
  const groups = [...(head ?? []), ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
