import { decodeBase64 } from '../crypto/encoding.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import { OAuthError } from './errors.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { isProofKey } from './pkce.ts';
import { checkResource } from './resource-indicator.ts';

export interface AuthorizationCodeRequest {
  readonly grantType: 'authorization_code';
  readonly clientId: string;
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

export interface RefreshTokenRequest {
  readonly grantType: 'refresh_token';
  readonly clientId: string;
  readonly refreshToken: string;
}

/**
 * Parses a request to the token endpoint. `scope` and `audience` are ignored. The client is not authenticated here:
 * every client but a bound one is public, and authenticates with PKCE.
 * @param authorization the `Authorization` header: some clients send their id in HTTP Basic
 * @throws OAuthError
 */
export function readTokenRequest(
  form: URLSearchParams,
  authorization: string | undefined,
  identity: AuthorizationServerIdentity,
): AuthorizationCodeRequest | RefreshTokenRequest {
  const parameters = readParameters(form);
  assertNotRepeated(parameters);
  const clientId = readClientId(parameters, authorization);
  // Optional: codes and refresh tokens are bound to the resource of the authorization request.
  checkResource(parameters.get('resource'), identity.resource, false);
  const grantType = parameters.get('grant_type');
  if (grantType === 'refresh_token') {
    return { clientId, grantType, refreshToken: readRequired(parameters, 'refresh_token') };
  }
  if (grantType !== 'authorization_code') {
    throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token.');
  }
  const codeVerifier = parameters.get('code_verifier');
  if (!isProofKey(codeVerifier)) {
    throw new OAuthError('invalid_request', 'code_verifier is missing or malformed.');
  }
  return {
    clientId,
    grantType,
    code: readRequired(parameters, 'code'),
    redirectUri: readRequired(parameters, 'redirect_uri'),
    codeVerifier,
  };
}

/** @throws OAuthError if a parameter is repeated */
export function assertNotRepeated({ repeated: [name] }: Parameters): void {
  if (name !== undefined) {
    throw new OAuthError('invalid_request', `The parameter ${name.slice(0, 40)} is sent more than once.`);
  }
}

/** The credentials of a client. */
export interface ClientCredentials {
  readonly clientId: string;
  /** From the form or from HTTP Basic. Only bound clients have one; that of another client is ignored. */
  readonly secret: string | undefined;
}

/**
 * Reads client id and secret from the form (client_secret_post) or from HTTP Basic (client_secret_basic).
 * @throws OAuthError if the id is missing, or form and header differ
 */
export function readClientCredentials(
  parameters: Parameters,
  authorization: string | undefined,
): ClientCredentials {
  const formClientId = parameters.get('client_id');
  const basic = readBasic(authorization);
  const clientId = formClientId ?? basic?.clientId;
  if (clientId === undefined || (basic !== undefined && basic.clientId !== clientId)) {
    throw new OAuthError('invalid_client', 'Send one client_id.');
  }
  return { clientId, secret: basic?.secret ?? parameters.get('client_secret') };
}

/** @see readClientCredentials */
export function readClientId(parameters: Parameters, authorization: string | undefined): string {
  return readClientCredentials(parameters, authorization).clientId;
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
function readBasic(authorization: string | undefined): ClientCredentials | undefined {
  const encoded = /^basic ([A-Za-z0-9+/]{1,8192}={0,2})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = new TextDecoder().decode(decodeBase64(encoded));
    const colon = text.includes(':') ? text.indexOf(':') : text.length;
    const [clientId = '', secret = ''] = [text.slice(0, colon), text.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replaceAll('+', ' ')),
    );
    return clientId === '' ? undefined : { clientId, secret: secret === '' ? undefined : secret };
  } catch {
    return undefined;
  }
}

function readRequired(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing.`);
  return value;
}
