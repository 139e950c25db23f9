import { afterAll, beforeAll, inject } from 'vitest';
import type { MintOptions } from 'm365-simulator';
import { connectClient, type AnyClient, type Era } from '../../scripts/lib/mcp-clients.ts';
import { type Simulation, startSimulation } from '../../scripts/lib/simulation.ts';

/** One audit line of the Worker's log, parsed. */
export type AuditLine = Readonly<Record<string, unknown>>;

/** Beginnings of JSON Web Tokens. `eyJ`, which they share, also occurs in ciphertext by chance. */
export const tokenBeginnings: readonly string[] = ['alg', 'enc', 'kid', 'nonce', 'typ', 'x5t'].map((name) =>
  Buffer.from(`{"${name}"`).toString('base64url').slice(0, 8),
);

/** The connector under test: the production bundle on workerd, beside a simulated tenant of its own. */
export interface Connector {
  readonly simulation: Simulation;
  /** Access token as issued by Entra. */
  token(user: string, options?: Partial<MintOptions>): Promise<string>;
  /** Sends a POST to `/mcp`. A string or bytes are sent unchanged. */
  post(
    body: unknown,
    options?: { token?: string | undefined; headers?: Record<string, string>; path?: string },
  ): Promise<Response>;
  client(era: Era, user: string): Promise<AnyClient>;
  /** Audit events written since the last call, once `count` of them have arrived. */
  audit(count: number): Promise<AuditLine[]>;
}

/**
 * Starts a connector for the tests of one file.
 * @param makeBundle another Worker than the production bundle
 * @param traced whether all requests are traced
 */
export function useConnector(
  env: Readonly<Record<string, string>> = {},
  makeBundle: () => string | Promise<string> = () => inject('bundle'),
  traced = false,
): Connector {
  let simulation: Simulation | undefined;
  let read = 0;
  beforeAll(async () => {
    simulation = await startSimulation({ bundle: await makeBundle(), env, traced });
  });
  afterAll(async () => {
    const problems = simulation?.tenant.control.contractViolations() ?? [];
    await simulation?.stop();
    if (problems.length > 0) throw new Error(`Graph would refuse: ${JSON.stringify(problems, null, 1)}`);
  });
  const running = (): Simulation => {
    if (!simulation) throw new Error('The connector is not started yet.');
    return simulation;
  };
  const token: Connector['token'] = (user, options = {}) =>
    running().tenant.control.mint({ user, ...options });
  const auditLines = () => running().worker.log.filter((line) => line.includes('"m365_mcp.audit"'));
  return {
    get simulation() {
      return running();
    },
    token,
    post: (body, options = {}) =>
      fetch(new URL(options.path ?? '/mcp', running().url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
          ...options.headers,
        },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
    client: async (era, user) => connectClient(era, running().mcpUrl, await token(user)),
    audit: async (count) => {
      const deadlineMs = Date.now() + 30_000;
      while (auditLines().length < read + count && Date.now() < deadlineMs) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const lines = auditLines().slice(read);
      read += lines.length;
      return lines.map((line) => JSON.parse(line) as AuditLine);
    },
  };
}

/** Message of revision 2026-07-28 with its required headers. */
export function mcpMessage(
  method: string,
  params: Record<string, unknown> = {},
): { body: object; headers: Record<string, string> } {
  const version = '2026-07-28';
  const name = params['name'] ?? params['uri'];
  return {
    body: {
      jsonrpc: '2.0',
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': version,
          'io.modelcontextprotocol/clientCapabilities': {},
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
        },
      },
    },
    headers: {
      'mcp-protocol-version': version,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
  };
}
