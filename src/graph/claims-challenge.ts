import { decodeBase64Url } from '../crypto/encoding.ts';

const maxLength = 4096;
const members = new Set(['access_token', 'id_token', 'userinfo']);

/**
 * The claims of a challenge as JSON text; undefined without a valid claims challenge.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function readClaimsChallenge(headers: Headers): string | undefined {
  const [, encoded = ''] =
    /\bclaims="([A-Za-z0-9+/_=-]{1,8192})"/.exec(headers.get('www-authenticate') ?? '') ?? [];
  const bytes = decodeBase64Url(
    encoded
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/={1,2}$/, ''),
  );
  if (!bytes || bytes.length === 0 || bytes.length > maxLength) return undefined;
  try {
    const claims: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes),
    );
    return isClaimsRequest(claims) ? JSON.stringify(claims) : undefined;
  } catch {
    return undefined;
  }
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter */
function isClaimsRequest(claims: unknown): boolean {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return false;
  const entries = Object.entries(claims);
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => members.has(name) && typeof value === 'object' && value !== null)
  );
}
