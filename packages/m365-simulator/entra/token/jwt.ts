import { decodeBase64Url, encodeBase64Url } from '../../encoding/base64.ts';

/** A key of Web Crypto, under a name that Node's and the Workers' types share. */
export type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signingInput: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

function parseObject(segment: string | undefined): Record<string, unknown> | undefined {
  const bytes = segment === undefined ? undefined : decodeBase64Url(segment);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The parts of a compact JWS with JSON objects inside, or undefined. Nothing is verified. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const segments = token.split('.');
  const header = parseObject(segments[0]);
  const claims = parseObject(segments[1]);
  const signature = segments[2] === undefined ? undefined : decodeBase64Url(segments[2]);
  if (segments.length !== 3 || !header || !claims || !signature) return undefined;
  const signingInput = new Uint8Array(new TextEncoder().encode(`${segments[0]}.${segments[1]}`));
  return { header, claims, signingInput, signature };
}

/** Signs texts as they are with an `RSASSA-PKCS1-v1_5` key (RS256), so that a test can sign malformed JSON too. */
export async function signJwt(header: string, payload: string, privateKey: SubtleKey): Promise<string> {
  const text = new TextEncoder();
  const signingInput = `${encodeBase64Url(text.encode(header))}.${encodeBase64Url(text.encode(payload))}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, text.encode(signingInput));
  return `${signingInput}.${encodeBase64Url(new Uint8Array(signature))}`;
}
