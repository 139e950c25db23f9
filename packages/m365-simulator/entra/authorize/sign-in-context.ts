import { decodeBase64Url, encodeBase64Url } from '../../encoding/base64.ts';

/**
 * What Entra remembers of the sign-in that a token came from. It travels in the `aio` claim, which Entra documents as
 * internal and opaque; the token's signature protects it.
 */
export interface SignInContext {
  readonly sessionId: string;
  readonly authTimeMs: number;
  readonly mfa: boolean;
  readonly compliantDevice: boolean;
  /** `signInGeneration` of the person when they signed in. */
  readonly generation: number;
}

export function encodeContext(context: SignInContext): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(context)));
}

/** The context in an `aio` claim, or undefined where a test wrote something else. */
export function decodeContext(aio: unknown): SignInContext | undefined {
  const bytes = typeof aio === 'string' ? decodeBase64Url(aio) : undefined;
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as SignInContext;
  } catch {
    return undefined;
  }
}
