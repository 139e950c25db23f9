/**
 * Requests per minute at one location of Cloudflare's network. wrangler.toml configures the same numbers, which a test
 * compares.
 *
 * Per user: 240 tool calls send at most about 1,000 Graph requests, and Graph allows 1,000 per minute and mailbox.
 * Per network: web clients sign users in from few addresses, and an office shares one. The limit only keeps a single
 * machine from occupying the connector. The same limit counts rejected access tokens.
 * Callbacks by network, and renewals by grant: each can cause a token request to Entra.
 */
export const rateLimits = {
  person: { binding: 'PERSON_LIMIT', limit: 240, periodSeconds: 60 },
  address: { binding: 'ADDRESS_LIMIT', limit: 600, periodSeconds: 60 },
  callback: { binding: 'CALLBACK_LIMIT', limit: 60, periodSeconds: 60 },
} as const;

/** The platform's binding. */
interface RateLimitBinding {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Counts requests by key. */
export interface RateLimiter {
  /** Counts one request, and returns whether it is within the limit. */
  admits(key: string): Promise<boolean>;
  /** Length of the counting window. */
  readonly retryAfterSeconds: number;
}

/**
 * A limiter on the platform's binding. Every request is admitted without a binding (self-hosted `workerd` runs behind
 * a proxy that limits) and when the binding fails: the limit protects availability, not access.
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
 * The network that an IP address is counted by: the IPv4 address itself, or the /64 prefix of an IPv6 address, which is
 * what a provider assigns to a customer.
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

/** The network of a request. `cf-connecting-ip` is set by Cloudflare; other platforms have no limiter binding. */
export function readNetwork(request: Request): string {
  return networkPrefix(request.headers.get('cf-connecting-ip') ?? 'unknown');
}
