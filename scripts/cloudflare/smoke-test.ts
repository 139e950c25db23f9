/** One thing that was looked at from outside. */
interface SmokeCheck {
  readonly name: string;
  /** What is wrong; undefined where nothing is. */
  readonly problem: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Looks at a deployment as a client does that has never seen it: health, discovery, and the challenge that sends a
 * client to the sign-in. No sign-in, no token, nothing that leaves a trace.
 * @param origin of the connector
 */
export async function smokeTest(
  origin: string,
  fetch: typeof globalThis.fetch,
): Promise<readonly SmokeCheck[]> {
  const resource = `${origin}/mcp`;
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  return Promise.all([
    look('health', async () => {
      const { status } = await json('/healthz');
      return status === 'ok' ? undefined : `status is ${text(status)}`;
    }),
    look('protected resource metadata', async () => {
      const found = await json('/.well-known/oauth-protected-resource/mcp');
      if (found['resource'] !== resource) return `resource is ${text(found['resource'])}, not ${resource}`;
      const servers = found['authorization_servers'];
      return Array.isArray(servers) && servers[0] === origin
        ? undefined
        : `no authorization server ${origin}`;
    }),
    look('authorization server metadata', async () => {
      const found = await json('/.well-known/oauth-authorization-server');
      if (found['issuer'] !== origin) return `issuer is ${text(found['issuer'])}, not ${origin}`;
      const methods = found['code_challenge_methods_supported'];
      return Array.isArray(methods) && methods.includes('S256') ? undefined : 'no PKCE';
    }),
    look('challenge', async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(resource, { method: 'POST', headers, body: '{}', redirect: 'manual' });
      const challenge = response.headers.get('www-authenticate') ?? '';
      if (response.status !== 401) return `a request without a token got ${response.status}, not 401`;
      return challenge.includes(`resource_metadata="${metadata}"`)
        ? undefined
        : 'the challenge names no metadata';
    }),
  ]);

  async function json(path: string): Promise<Json> {
    const response = await fetch(origin + path, { redirect: 'manual' });
    const body = (await response.json()) as Json;
    if (response.status === 200) return body;
    const problems = Array.isArray(body['problems']) ? `: ${body['problems'].join('; ')}` : '';
    throw new Error(`${path} answered ${response.status}${problems}`);
  }

  async function look(name: string, run: () => Promise<string | undefined>): Promise<SmokeCheck> {
    try {
      return { name, problem: await run() };
    } catch (error) {
      return { name, problem: error instanceof Error ? error.message : 'no answer' };
    }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}
