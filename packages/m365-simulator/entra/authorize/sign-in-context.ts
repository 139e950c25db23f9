import { decodeBase64Url, encodeBase64Url } from '../../encoding/base64.ts';

/**
 * Sign-in that a token came from. It is stored in the `aio` claim, which Entra documents as internal and
 * opaque; the signature of the token protects it.
 */
export interface SignInContext {
  readonly sessionId: string;
  readonly authTimeMs: number;
  readonly mfa: boolean;
  readonly compliantDevice: boolean;
  /** `signInGeneration` of the user when they signed in. */
  readonly generation: number;
}

export function encodeContext(context: SignInContext): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(context)));
}

/** Decodes an `aio` claim. Returns undefined for any other value. */
export function decodeContext(aio: unknown): SignInContext | undefined {
  const bytes = typeof aio === 'string' ? decodeBase64Url(aio) : undefined;
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as SignInContext;
  } catch {
    return undefined;
  }
}
