/** Result of one check. */
interface SmokeCheck {
  readonly name: string;
  /** Undefined when the check passed. */
  readonly problem: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Sends the requests of a new client to a deployment: health, discovery, and the challenge for a request without a
 * token. It does not sign in and stores nothing.
 * @param origin origin of the connector
 */
export async function smokeTest(
  origin: string,
  fetch: typeof globalThis.fetch,
): Promise<readonly SmokeCheck[]> {
  const resource = `${origin}/mcp`;
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  return Promise.all([
    check('health', async () => {
      const { status } = await json('/healthz');
      return status === 'ok' ? undefined : `status is ${text(status)}`;
    }),
    check('protected resource metadata', async () => {
      const found = await json('/.well-known/oauth-protected-resource/mcp');
      if (found['resource'] !== resource) return `resource is ${text(found['resource'])}, not ${resource}`;
      const servers = found['authorization_servers'];
      return Array.isArray(servers) && servers[0] === origin
        ? undefined
        : `no authorization server ${origin}`;
    }),
    check('authorization server metadata', async () => {
      const found = await json('/.well-known/oauth-authorization-server');
      if (found['issuer'] !== origin) return `issuer is ${text(found['issuer'])}, not ${origin}`;
      const methods = found['code_challenge_methods_supported'];
      return Array.isArray(methods) && methods.includes('S256') ? undefined : 'no PKCE';
    }),
    check('challenge', async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(resource, { method: 'POST', headers, body: '{}', redirect: 'manual' });
      const challenge = response.headers.get('www-authenticate') ?? '';
      if (response.status !== 401) return `a request without a token received ${response.status}, not 401`;
      return challenge.includes(`resource_metadata="${metadata}"`)
        ? undefined
        : 'the challenge has no resource_metadata';
    }),
  ]);

  async function json(path: string): Promise<Json> {
    const response = await fetch(origin + path, { redirect: 'manual' });
    const body = (await response.json()) as Json;
    if (response.status === 200) return body;
    const problems = Array.isArray(body['problems']) ? `: ${body['problems'].join('; ')}` : '';
    throw new Error(`${path} responded ${response.status}${problems}`);
  }

  async function check(name: string, run: () => Promise<string | undefined>): Promise<SmokeCheck> {
    try {
      return { name, problem: await run() };
    } catch (error) {
      return { name, problem: error instanceof Error ? error.message : 'no response' };
    }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}
