import { decodeBase64Url } from '../crypto/encoding.ts';
import { TokenError } from './token-error.ts';

/** A parsed JWS in compact serialization (RFC 7515 section 7.1). Its signature is not verified yet. */
interface Jwt {
  readonly keyId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const maxTokenLength = 16 * 1024;
const maxHeaderLength = 4 * 1024;
const keyIdPattern = /^[\w-]{1,128}$/;

/**
 * Header parameters that change what is signed, name another key, or mark a token for another resource (`nonce` is in
 * tokens for Graph). Entra's tokens for other applications have none of them.
 */
const forbiddenHeaderParameters = ['crit', 'b64', 'jku', 'jwk', 'x5u', 'x5c', 'cty', 'enc', 'zip', 'nonce'];

/**
 * Parses a token in its only accepted form: three canonical base64url segments, header and payload unambiguous JSON
 * objects, `alg` RS256 (RFC 8725 section 3.1), `typ` absent, `JWT` or `at+jwt`. Does not verify the signature.
 * @throws TokenError 401.
 */
export function parseJwt(token: string): Jwt {
  if (token.length > maxTokenLength) throw new TokenError('token_too_large');
  const segments = token.split('.');
  const [encodedHeader, encodedPayload, encodedSignature] = segments;
  if (
    segments.length !== 3 ||
    !encodedHeader ||
    !encodedPayload ||
    !encodedSignature ||
    encodedHeader.length > maxHeaderLength
  ) {
    throw new TokenError('token_malformed');
  }
  const headerBytes = decodeBase64Url(encodedHeader);
  const payloadBytes = decodeBase64Url(encodedPayload);
  if (!headerBytes || !payloadBytes || !decodeBase64Url(encodedSignature)) {
    throw new TokenError('token_malformed');
  }
  const header = parseStrictJson(headerBytes);
  const payload = parseStrictJson(payloadBytes);
  if (!header || !payload) throw new TokenError('json_malformed');
  return { keyId: readHeader(header), payload };
}

function readHeader(header: Readonly<Record<string, unknown>>): string {
  if (header['alg'] !== 'RS256') throw new TokenError('algorithm_refused');
  if (forbiddenHeaderParameters.some((member) => Object.hasOwn(header, member))) {
    throw new TokenError('header_member_refused');
  }
  const type = header['typ'];
  if (type !== undefined && type !== 'JWT' && type !== 'at+jwt') throw new TokenError('type_refused');
  const keyId = header['kid'];
  if (typeof keyId !== 'string' || !keyIdPattern.test(keyId)) throw new TokenError('key_id_malformed');
  return keyId;
}

const maxDepth = 8;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a JSON object, or returns undefined if parsers could disagree about it: invalid UTF-8, a byte order mark, no
 * object at the top, more than eight levels, or two members of one object whose names are equal or differ only in case
 * (`tid` and `Tid`).
 */
export function parseStrictJson(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return isUnambiguous(text) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Scans valid JSON text once and collects the member names of each open object. */
function isUnambiguous(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let expectsName = false;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charAt(index)) {
      case '{':
        open.push(new Set());
        expectsName = true;
        break;
      case '[':
        open.push(undefined);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        expectsName = true;
        break;
      case ':':
        expectsName = false;
        break;
      case '"': {
        const end = endOfString(text, index);
        const names = open.at(-1);
        if (expectsName && names) {
          const name = String(JSON.parse(text.slice(index, end))).toLowerCase();
          if (names.has(name)) return false;
          names.add(name);
        }
        index = end - 1;
        break;
      }
    }
    if (open.length > maxDepth) return false;
  }
  return true;
}

/** The index after the closing quote of the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}
