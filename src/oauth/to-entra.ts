import { bindingOf } from './binding.ts';
import type { EntraSignIn } from './authorization-flow.ts';
import type { StepUp } from './stores.ts';
import { challengeOf } from './pkce.ts';
import { randomId } from '../crypto/random-id.ts';
import type { SignInFormats, SignInState } from './sealed-tokens.ts';

/** A sign-in that is about to go to Microsoft. */
export type OutgoingSignIn = Omit<SignInState, 'grantId' | 'codeVerifier'>;

/** What it takes to send one there. */
export interface ToEntraServices {
  readonly entra: EntraSignIn;
  readonly formats: SignInFormats;
}

/** Where the browser is sent: Entra, with the sign-in sealed into the state. */
export async function toEntra(
  signIn: OutgoingSignIn,
  stepUp: StepUp | undefined,
  { entra, formats }: ToEntraServices,
): Promise<string> {
  const codeVerifier = randomId();
  const state = await formats.state.seal({ ...signIn, grantId: randomId(), codeVerifier });
  const codeChallenge = await challengeOf(codeVerifier);
  return entra.authorizationUrl({ tenant: signIn.tenant, state, codeChallenge, stepUp });
}

/** What a code is bound to: client, redirect, the client's proof key, resource. */
export async function codeBinding(
  clientId: string,
  redirectUri: string,
  codeChallenge: string,
  resource: string,
): Promise<string> {
  return await bindingOf(clientId, redirectUri, codeChallenge, resource);
}
