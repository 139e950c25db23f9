import type { GraphClient } from '../graph/client.ts';
import { AppError } from '../lib/app-error.ts';

/**
 * A Graph client that answers a claims challenge (continuous access evaluation) as Microsoft asks: the token is
 * exchanged once more, with the claims, and the request made once more. Where Entra gives no token for them the refusal
 * stands, and the vault keeps the reason, so that the next request is told to sign in again before anything is answered.
 * @param renew another Graph token for these claims, or undefined
 * @see https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
 */
export function answeringClaims(
  open: (accessToken: string) => GraphClient,
  accessToken: string,
  renew: (claims: string) => Promise<string | undefined>,
): GraphClient {
  const clients = [open(accessToken)];
  let renewal: Promise<GraphClient | undefined> | undefined;

  async function renewed(claims: string): Promise<GraphClient | undefined> {
    const token = await renew(claims);
    if (token === undefined) return undefined;
    const client = open(token);
    clients.push(client);
    return client;
  }

  async function run<T>(
    request: (client: GraphClient) => Promise<T>,
    claimsIn: (result: T) => string | undefined = () => undefined,
  ): Promise<T> {
    const client = (await renewal) ?? clients[0] ?? open(accessToken);
    let outcome: { readonly result: T } | { readonly error: unknown };
    try {
      outcome = { result: await request(client) };
    } catch (error) {
      outcome = { error };
    }
    const claims = 'result' in outcome ? claimsIn(outcome.result) : claimsOf(outcome.error);
    if (claims !== undefined) {
      // Requests that are challenged together share one exchange, and there is one for each tool call.
      renewal ??= renewed(claims);
      const next = await renewal;
      if (next && next !== client) return await request(next);
    }
    if ('result' in outcome) return outcome.result;
    throw outcome.error;
  }

  return {
    json: (request) => run((client) => client.json(request)),
    next: (link, request) => run((client) => client.next(link, request)),
    batch: (requests) =>
      run(
        (client) => client.batch(requests),
        (results) => results.map(claimsOf).find((claims) => claims !== undefined),
      ),
    download: (request) => run((client) => client.download(request)),
    get requestIds() {
      return clients.flatMap((client) => client.requestIds);
    },
  };
}

function claimsOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.details.claims : undefined;
}
