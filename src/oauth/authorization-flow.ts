import { randomId } from '../crypto/encoding.ts';
import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import {
  type EntraClientOptions,
  type EntraTokenResult,
  type EntraTokens,
  createEntraClient,
} from './entra-client.ts';
import { hashOf, challengeOf } from './pkce.ts';
import type { OAuthTokens, SignInState } from './sealed-tokens.ts';
import type { StepUp } from './stores.ts';

/** What Entra is asked for when a person signs in. */
interface EntraAuthorization {
  /** The tenant that signs the person in: its id, or `organizations` where any may. */
  readonly tenant: string;
  readonly state: string;
  readonly codeChallenge: string;
  readonly stepUp?: StepUp | undefined;
  /**
   * `login_hint` of somebody who has just signed in: Entra shows them nothing, and answers with an error where it would
   * have to.
   */
  readonly silentFor?: string | undefined;
}

/** What is presented to Entra for tokens. */
type EntraPresentation = { readonly tenant: string } & (
  | { readonly code: string; readonly codeVerifier: string }
  | { readonly refreshToken: string }
);

/** The first stage of the sign-in: a person and the client application. */
export interface EntraSignIn {
  authorizationUrl(authorization: EntraAuthorization): string;
  redeem(presentation: EntraPresentation): Promise<EntraTokenResult>;
}

/** What the sign-in works with. */
export interface EntraSignInOptions extends Omit<EntraClientOptions, 'clientId' | 'redirectUri'> {
  readonly identity: AuthorizationServerIdentity;
}

/**
 * Speaks to Entra as the client application. The scope is always all that the server application offers, whatever the
 * client asked for, and `resource` and the client's `prompt` stay behind: Entra would refuse the one, and the other
 * locks out people whose organisation has consented for them.
 */
export function createEntraSignIn({ identity, ...options }: EntraSignInOptions): EntraSignIn {
  const client = createEntraClient({
    ...options,
    clientId: identity.clientAppId,
    redirectUri: `${identity.issuer}/oauth/callback`,
  });
  const scope = `api://${identity.serverAppId}/.default openid profile offline_access`;
  return {
    authorizationUrl: ({ tenant, state, codeChallenge, stepUp, silentFor }) => {
      const interaction =
        silentFor === undefined ? interactionOf(stepUp) : { login_hint: silentFor, prompt: 'none' };
      return client.authorizationUrl(tenant, { scope, state, code_challenge: codeChallenge, ...interaction });
    },
    redeem: ({ tenant, ...presentation }) =>
      client.redeem(tenant, {
        scope,
        ...('code' in presentation
          ? {
              grant_type: 'authorization_code',
              code: presentation.code,
              code_verifier: presentation.codeVerifier,
            }
          : { grant_type: 'refresh_token', refresh_token: presentation.refreshToken }),
      }),
  };
}

/** A plain sign-in lets the person choose the account; a step-up asks the same person for more. */
function interactionOf(stepUp: StepUp | undefined): Readonly<Record<string, string>> {
  if (!stepUp) return { prompt: 'select_account' };
  const hint = stepUp.loginHint === undefined ? {} : { login_hint: stepUp.loginHint };
  if (stepUp.cause === 'consent_step_up') return { ...hint, prompt: 'consent' };
  return stepUp.claims === undefined ? { ...hint, prompt: 'login' } : { ...hint, claims: stepUp.claims };
}

/** A sign-in that is about to go to Microsoft. */
type OutgoingSignIn = Omit<SignInState, 'grantId' | 'codeVerifier'>;

/** What it takes to send one there. */
export interface ToEntraServices {
  readonly entra: EntraSignIn;
  readonly formats: OAuthTokens;
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
  return await hashOf(clientId, redirectUri, codeChallenge, resource);
}

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
 * @throws TokenError
 */
export async function obtainTokens(
  presentation: EntraPresentation,
  { entra, verifier }: { readonly entra: EntraSignIn; readonly verifier: AccessTokenVerifier },
): Promise<VerifiedTokens> {
  const result = await entra.redeem(presentation);
  if (!result.ok) throw new EntraRefusal(result.failure);
  return { ...(await verifier.verify(result.tokens.accessToken)), tokens: result.tokens };
}
