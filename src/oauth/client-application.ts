import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { TokenError } from '../entra/token-error.ts';
import type { StartedFlow } from './authorization-flow.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import {
  type EntraClientOptions,
  type EntraTokenResult,
  type EntraTokens,
  createEntraClient,
} from './entra-client.ts';
import type { StepUp } from './stores.ts';

/** The client application in Entra: users sign in to it, for every MCP client, the account page and the self-check. */
export interface ClientApplication {
  /**
   * The URL of Entra's sign-in page.
   * @param tenant the tenant that signs the user in: its id, or `organizations`
   */
  authorizationUrl(tenant: string, flow: StartedFlow, prompt?: SignInPrompt): string;
  redeem(tenant: string, grant: EntraGrant): Promise<EntraTokenResult>;
}

/** How Entra interacts with the user. Default: the user selects an account. */
type SignInPrompt =
  | { readonly stepUp: StepUp }
  /** `prompt=none` for a user who is signed in: Entra returns an error if it would have to show a page. */
  | { readonly silentLoginHint: string };

/** A grant for the token endpoint of Entra. */
export type EntraGrant =
  | { readonly code: string; readonly codeVerifier: string }
  | { readonly refreshToken: string };

/** Options of the client application: those of an Entra client, without what follows from the identity. */
export interface ClientApplicationOptions extends Omit<EntraClientOptions, 'clientId' | 'redirectUri'> {
  readonly identity: AuthorizationServerIdentity;
}

/**
 * Creates the client application. The scope is always `.default` of the server application, whatever the MCP client
 * requests. `resource` and the `prompt` of the MCP client are not forwarded: Entra rejects the former, and the latter
 * fails for users whose organization has consented for them.
 */
export function createClientApplication({
  identity,
  ...options
}: ClientApplicationOptions): ClientApplication {
  const client = createEntraClient({
    ...options,
    clientId: identity.clientAppId,
    redirectUri: `${identity.issuer}/oauth/callback`,
  });
  const scope = `api://${identity.serverAppId}/.default openid profile offline_access`;
  return {
    authorizationUrl: (tenant, { state, codeChallenge }, prompt) =>
      client.authorizationUrl(tenant, {
        scope,
        state,
        code_challenge: codeChallenge,
        ...toPromptParameters(prompt),
      }),
    redeem: (tenant, grant) =>
      client.redeem(tenant, {
        scope,
        ...('code' in grant
          ? { grant_type: 'authorization_code', code: grant.code, code_verifier: grant.codeVerifier }
          : { grant_type: 'refresh_token', refresh_token: grant.refreshToken }),
      }),
  };
}

function toPromptParameters(prompt: SignInPrompt | undefined): Readonly<Record<string, string>> {
  if (prompt === undefined) return { prompt: 'select_account' };
  if ('silentLoginHint' in prompt) return { login_hint: prompt.silentLoginHint, prompt: 'none' };
  const { cause, claims, loginHint } = prompt.stepUp;
  const hint = loginHint === undefined ? {} : { login_hint: loginHint };
  if (cause === 'consent_step_up') return { ...hint, prompt: 'consent' };
  if (claims === undefined) return { ...hint, prompt: 'login' };
  // Without a hint Entra would continue with whoever is signed in.
  return loginHint === undefined ? { claims, prompt: 'select_account' } : { ...hint, claims };
}

/** Tokens of Entra, with the verified caller of the access token. */
export interface VerifiedTokens extends VerifiedAccessToken {
  readonly tokens: EntraTokens;
}

/** The result of a redemption. */
export type RedeemResult =
  | ({ readonly ok: true } & VerifiedTokens)
  | { readonly ok: false; readonly reason: 'entra'; readonly failure: EntraFailure }
  /** Entra issued an access token that the connector does not accept. */
  | { readonly ok: false; readonly reason: 'token'; readonly error: TokenError };

/** Redeems a grant and validates the access token as every MCP request validates it. */
export async function redeemAndVerify(
  tenant: string,
  grant: EntraGrant,
  clientApplication: ClientApplication,
  verifier: AccessTokenVerifier,
): Promise<RedeemResult> {
  const result = await clientApplication.redeem(tenant, grant);
  if (!result.ok) return { ok: false, reason: 'entra', failure: result.failure };
  const { tokens } = result;
  try {
    return { ok: true, ...(await verifier.verify(tokens.accessToken)), tokens };
  } catch (error) {
    if (error instanceof TokenError) return { ok: false, reason: 'token', error };
    throw error;
  }
}
