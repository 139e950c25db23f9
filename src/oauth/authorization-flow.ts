import { createEntraClient, type EntraClientOptions, type EntraTokenResult } from './entra-client.ts';
import type { RelayIdentity } from './authorize-request.ts';
import type { StepUp } from './stores.ts';

/** What Entra is asked for when a person signs in. */
export interface EntraAuthorization {
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
export type EntraPresentation = { readonly tenant: string } & (
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
  readonly identity: RelayIdentity;
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
