import { type Client, type Clients, clientKindOf, mayRedirect } from './clients.ts';
import { OAuthError, PageError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { isProofKey } from './pkce.ts';
import { type RedirectUri, parseRedirectUri } from './redirect-uri.ts';
import { checkResource } from './resource-indicator.ts';
import { readStepUpHandles } from './step-up.ts';

/** What the relay is told about itself to judge a request. */
export interface AuthorizationServerIdentity {
  /** The issuer: the origin of `PUBLIC_URL`, without a slash. */
  readonly issuer: string;
  /** The one resource. */
  readonly resource: string;
  /** Client ids in Entra, lower case. */
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/** Where an answer goes, once that is proven good. */
export interface Answerable {
  readonly client: Client;
  readonly redirect: RedirectUri;
  readonly state: string | undefined;
}

/** An authorization request that may go on. */
export interface AuthorizeRequest extends Answerable {
  readonly codeChallenge: string;
  /** Step-up handles in `scope`: the only part of it that counts. */
  readonly stepUpHandles: readonly string[];
}

const maxClientIdLength = 4096;
const maxStateLength = 2048;

/**
 * Finds out whom an authorization request comes from and where its answer may go. Until that is proven nothing is sent
 * there: what is wrong is shown to the person.
 * @throws SignInProblem
 */
export async function identifyRequest(parameters: Parameters, clients: Clients): Promise<Answerable> {
  const repeated = parameters.repeated.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (repeated !== undefined) throw new PageError('request_malformed');
  const clientId = parameters.get('client_id');
  const redirectText = parameters.get('redirect_uri');
  if (clientId === undefined || redirectText === undefined) throw new PageError('request_malformed');
  const client = clientId.length > maxClientIdLength ? undefined : await clients.find(clientId);
  if (!client) {
    throw new PageError(clientId.startsWith('https://') ? 'client_untrusted' : 'client_unknown', clientId);
  }
  const redirect = parseRedirectUri(redirectText);
  if (!redirect || !mayRedirect(client, redirect)) {
    throw new PageError('redirect_refused', redirectText);
  }
  return { client, redirect, state: parameters.get('state') };
}

/**
 * Judges the rest of the request. `scope` and `prompt` are the relay's own business; unknown parameters are ignored.
 * @throws OAuthError to be sent to the redirect.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
export function validateAuthorizeRequest(
  answerable: Answerable,
  parameters: Parameters,
  identity: AuthorizationServerIdentity,
): AuthorizeRequest {
  const [repeated] = parameters.repeated;
  if (repeated !== undefined) {
    throw new OAuthError('invalid_request', `The parameter ${repeated.slice(0, 40)} is sent more than once.`);
  }
  if ((answerable.state?.length ?? 0) > maxStateLength) {
    throw new OAuthError('invalid_request', `state is longer than ${maxStateLength} characters.`);
  }
  if (parameters.get('response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'response_type must be code.');
  }
  if ((parameters.get('response_mode') ?? 'query') !== 'query') {
    throw new OAuthError('invalid_request', 'response_mode must be query.');
  }
  const codeChallenge = parameters.get('code_challenge');
  if (parameters.get('code_challenge_method') !== 'S256' || !isProofKey(codeChallenge)) {
    throw new OAuthError(
      'invalid_request',
      'PKCE is required: send code_challenge with code_challenge_method S256.',
    );
  }
  const kind = clientKindOf(answerable.client.clientId, identity.clientAppId);
  checkResource(parameters.get('resource'), identity.resource, kind !== 'configured');
  return { ...answerable, codeChallenge, stepUpHandles: readStepUpHandles(parameters.get('scope')) };
}
