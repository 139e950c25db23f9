import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { EntraTokens } from './entra-client.ts';
import type { EntraPresentation, EntraSignIn } from './authorization-flow.ts';

/** Tokens that Entra gave, and whom they name. */
export interface VerifiedTokens extends VerifiedAccessToken {
  readonly tokens: EntraTokens;
}

/** Entra gave no tokens. */
export class EntraRefusal extends Error {
  override readonly name = 'EntraRefusal';
  readonly failure: EntraFailure;

  constructor(failure: EntraFailure) {
    super(`Entra gave no tokens: ${failure.kind}.`);
    this.failure = failure;
  }
}

/**
 * Fetches tokens from Entra and checks the access token as every request will be checked: what would be refused there
 * is refused here, where somebody can still be told why.
 * @throws EntraRefusal
 * @throws TokenRejection
 */
export async function obtainTokens(
  presentation: EntraPresentation,
  { entra, verifier }: { readonly entra: EntraSignIn; readonly verifier: AccessTokenVerifier },
): Promise<VerifiedTokens> {
  const result = await entra.redeem(presentation);
  if (!result.ok) throw new EntraRefusal(result.failure);
  return { ...(await verifier.verify(result.tokens.accessToken)), tokens: result.tokens };
}
