import { type ClientLimits, checkClientLimits, formatRedirectHost, auditClientId } from './client-limits.ts';
import { type Client, type Clients, checkRedirect } from './clients.ts';
import { OAuthError, PageError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { isProofKey } from './pkce.ts';
import { type RedirectUri, parseRedirectUri } from './redirect-uri.ts';
import { checkResource } from './resource-indicator.ts';
import { readStepUpHandles } from './step-up.ts';

/** The identity of the authorization server. */
export interface AuthorizationServerIdentity {
  /** The issuer: the origin of `PUBLIC_URL`, without a slash. */
  readonly issuer: string;
  /** The one resource. */
  readonly resource: string;
  /** Client ids in Entra, lower case. */
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/** The client and redirect URI of a request, validated: errors can be sent there. */
export interface IdentifiedRequest {
  readonly client: Client;
  readonly redirect: RedirectUri;
  readonly state: string | undefined;
}

/** A valid authorization request. */
export interface AuthorizeRequest extends IdentifiedRequest {
  readonly codeChallenge: string;
  /** Step-up handles in `scope`. The rest of it is ignored. */
  readonly stepUpHandles: readonly string[];
}

const maxClientIdLength = 4096;
const maxStateLength = 2048;
/** Percent-encoded: the state is sealed for Entra, and is a part of the redirect, whose length is limited. */
const maxEncodedStateLength = 4096;

/**
 * Validates client and redirect URI of an authorization request. Until both are valid, errors are shown on a page and
 * nothing is sent to the redirect URI.
 * @throws PageError
 */
export async function identifyRequest(
  parameters: Parameters,
  clients: Clients,
  limits: ClientLimits,
): Promise<IdentifiedRequest> {
  const repeated = parameters.repeated.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (repeated !== undefined) throw new PageError('request_malformed');
  const clientId = parameters.get('client_id');
  const redirectText = parameters.get('redirect_uri');
  if (clientId === undefined || redirectText === undefined) throw new PageError('request_malformed');
  if (clientId.length > maxClientIdLength) throw new PageError('client_unknown', clientId);
  const found = await clients.find(clientId);
  if (!found.ok) {
    const { kind, reason } = found;
    throw new PageError(reason, clientId, { kind, id: await auditClientId(kind, clientId) });
  }
  const { client } = found;
  const audited = { kind: client.kind, id: await auditClientId(client.kind, clientId) };
  const redirect = parseRedirectUri(redirectText);
  if (!redirect) throw new PageError('redirect_invalid', redirectText, audited);
  const denial =
    checkRedirect(client, redirect, limits) ??
    (await checkClientLimits(limits, client.kind, clientId, formatRedirectHost(redirect)));
  if (denial) {
    const reference = { ...audited, redirectHost: formatRedirectHost(redirect) };
    throw new PageError(denial, denial === 'document_untrusted' ? clientId : redirectText, reference);
  }
  return { client, redirect, state: parameters.get('state') };
}

/**
 * Validates the other parameters. `prompt` and `scope`, except for step-up handles, are ignored, as are unknown
 * parameters.
 * @throws OAuthError to be sent to the redirect URI
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
export function validateAuthorizeRequest(
  identified: IdentifiedRequest,
  parameters: Parameters,
  identity: AuthorizationServerIdentity,
): AuthorizeRequest {
  const [repeated] = parameters.repeated;
  if (repeated !== undefined) {
    throw new OAuthError('invalid_request', `The parameter ${repeated.slice(0, 40)} is sent more than once.`);
  }
  const { state = '' } = identified;
  if (state.length > maxStateLength || encodeURIComponent(state).length > maxEncodedStateLength) {
    const limits = `${maxStateLength} characters, or than ${maxEncodedStateLength} percent-encoded`;
    throw new OAuthError('invalid_request', `state is longer than ${limits}.`);
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
  checkResource(parameters.get('resource'), identity.resource, identified.client.kind !== 'configured');
  return { ...identified, codeChallenge, stepUpHandles: readStepUpHandles(parameters.get('scope')) };
}
