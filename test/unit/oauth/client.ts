import { randomId } from '../../../src/crypto/encoding.ts';
import { toCodeChallenge } from '../../../src/oauth/pkce.ts';

export const issuer = 'https://mcp.example.com';
export const resource = `${issuer}/mcp`;
export const claude = 'https://claude.ai/oauth/mcp-oauth-client-metadata';
export const claudeRedirect = 'https://claude.ai/api/mcp/auth_callback';
export const claudeCode = 'https://claude.ai/oauth/claude-code-client-metadata';

/** The authorization request of an MCP client, and its code verifier. */
export interface ClientRequest {
  readonly query: Record<string, string>;
  readonly verifier: string;
}

/** Overrides of request parameters. Undefined removes the parameter. */
export type Changes = Readonly<Record<string, string | undefined>>;

export async function createClientRequest(changes: Changes = {}): Promise<ClientRequest> {
  const verifier = randomId();
  const query = {
    response_type: 'code',
    client_id: claude,
    redirect_uri: claudeRedirect,
    code_challenge: await toCodeChallenge(verifier),
    code_challenge_method: 'S256',
    resource,
    state: 'client-state',
    ...changes,
  };
  return { query: withoutUndefined(query), verifier };
}

/** Removes undefined parameters. */
export function withoutUndefined(values: Changes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
