import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';

/** RFC 7636 sections 4.1 and 4.2: challenge and verifier have one alphabet and one length range. */
const proofKey = /^[A-Za-z0-9._~-]{43,128}$/;

/** Returns true for a well-formed code verifier or S256 challenge. */
export function isProofKey(text: string | undefined): text is string {
  return text !== undefined && proofKey.test(text);
}

/** The S256 challenge of a verifier. @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export async function toCodeChallenge(verifier: string): Promise<string> {
  return encodeBase64Url(await sha256(verifier));
}

/** SHA-256 of several values, base64url. Equal hashes mean equal values in equal order. */
export async function hashValues(...values: readonly string[]): Promise<string> {
  return encodeBase64Url(await sha256(JSON.stringify(values)));
}

/** Hash of everything that an authorization code is bound to. */
export async function hashCodeBinding(
  clientId: string,
  redirectUri: string,
  codeChallenge: string,
  resource: string,
): Promise<string> {
  return await hashValues(clientId, redirectUri, codeChallenge, resource);
}
