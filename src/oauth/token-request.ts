import { decodeBase64 } from '../crypto/encoding.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import { clientKindOf } from './clients.ts';
import { OAuthError } from './errors.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { isProofKey } from './pkce.ts';
import { checkResource } from './resource-indicator.ts';

/** A well-formed request for tokens. Nothing in it is proven yet. */
export type TokenRequest = { readonly clientId: string } & (
  | {
      readonly grantType: 'authorization_code';
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    }
  | { readonly grantType: 'refresh_token'; readonly refreshToken: string }
);

/**
 * Reads a request to the token endpoint. `scope` and `audience` are the relay's own business. A client secret is
 * ignored wherever it stands: every client is public here, and proves itself by PKCE.
 * @param authorization the header, since some clients put their id there
 * @throws OAuthError
 */
export function readTokenRequest(
  form: URLSearchParams,
  authorization: string | undefined,
  identity: AuthorizationServerIdentity,
): TokenRequest {
  const parameters = readParameters(form);
  refuseRepeated(parameters);
  const clientId = readClientId(parameters, authorization);
  checkResource(
    parameters.get('resource'),
    identity.resource,
    clientKindOf(clientId, identity.clientAppId) !== 'configured',
  );
  const grantType = parameters.get('grant_type');
  if (grantType === 'refresh_token') {
    return { clientId, grantType, refreshToken: required(parameters, 'refresh_token') };
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
    code: required(parameters, 'code'),
    redirectUri: required(parameters, 'redirect_uri'),
    codeVerifier,
  };
}

/** @throws OAuthError where a parameter is sent twice. */
export function refuseRepeated({ repeated: [name] }: Parameters): void {
  if (name !== undefined) {
    throw new OAuthError('invalid_request', `The parameter ${name.slice(0, 40)} is sent more than once.`);
  }
}

/** The client id in the form, or in HTTP Basic. @throws OAuthError where there is none, or two that differ. */
export function readClientId(parameters: Parameters, authorization: string | undefined): string {
  const inForm = parameters.get('client_id');
  const inHeader = basicUserOf(authorization);
  const clientId = inForm ?? inHeader;
  if (clientId === undefined || (inHeader !== undefined && inHeader !== clientId)) {
    throw new OAuthError('invalid_client', 'Send one client_id.');
  }
  return clientId;
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
function basicUserOf(authorization: string | undefined): string | undefined {
  const encoded = /^basic ([A-Za-z0-9+/]{1,8192}={0,2})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const [user = ''] = new TextDecoder().decode(decodeBase64(encoded)).split(':');
    return decodeURIComponent(user.replaceAll('+', ' ')) || undefined;
  } catch {
    return undefined;
  }
}

function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing.`);
  return value;
}
