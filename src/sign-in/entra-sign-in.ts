import { z } from 'zod';
import type { ClientCredential } from '../entra/client-credential.ts';
import type { CloudEndpoints } from '../entra/clouds.ts';
import { classifyTokenError, type EntraFailure } from '../entra/entra-error.ts';
import { AppError } from '../lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import type { RelayIdentity } from './authorize-request.ts';
import type { StepUp } from './person-ledger.ts';

/** What Entra is asked for when a person signs in. */
export interface EntraAuthorization {
  /** The tenant that signs the person in: its id, or `organizations` where any may. */
  readonly tenant: string;
  readonly state: string;
  readonly codeChallenge: string;
  readonly stepUp?: StepUp | undefined;
}

/** What is presented to Entra for tokens. */
export type EntraPresentation = { readonly tenant: string } & (
  | { readonly code: string; readonly codeVerifier: string }
  | { readonly refreshToken: string }
);

/** Tokens of the client application. The access token is checked by nobody yet. */
export interface EntraTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** Absent where the organisation does not let the application keep a sign-in. */
  readonly refreshToken: string | undefined;
}

export type EntraTokenResult =
  | { readonly ok: true; readonly tokens: EntraTokens }
  | { readonly ok: false; readonly failure: EntraFailure };

/** The first stage of the sign-in: a person and the client application. */
export interface EntraSignIn {
  authorizationUrl(authorization: EntraAuthorization): string;
  redeem(presentation: EntraPresentation): Promise<EntraTokenResult>;
}

/** What the sign-in works with. */
export interface EntraSignInOptions {
  readonly identity: RelayIdentity;
  readonly cloud: CloudEndpoints;
  /** Where requests go: the cloud's login origin, or a stand-in. */
  readonly loginUrl: URL;
  /** Where the client application is confidential. A public one proves itself by PKCE alone. */
  readonly credential: ClientCredential | undefined;
  readonly fetch: OutboundFetch;
}

/** Clients give the token endpoint 10 seconds. */
const timeoutMs = 8_000;
const maxAnswerBytes = 256 * 1024;

const answerSchema = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  expires_in: z.int().positive(),
  refresh_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,8192}$/)
    .optional(),
});

/**
 * Speaks to Entra as the client application. The scope is always all that the server application offers, whatever the
 * client asked for, and `resource` and the client's `prompt` stay behind: Entra would refuse the one, and the other
 * locks out people whose organisation has consented for them.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function createEntraSignIn({
  identity,
  cloud,
  loginUrl,
  credential,
  fetch,
}: EntraSignInOptions): EntraSignIn {
  const common = {
    client_id: identity.clientAppId,
    redirect_uri: `${identity.issuer}/oauth/callback`,
    scope: `api://${identity.serverAppId}/.default openid profile offline_access`,
  };
  return {
    authorizationUrl: ({ tenant, state, codeChallenge, stepUp }) => {
      const url = new URL(`/${tenant}/oauth2/v2.0/authorize`, loginUrl);
      url.search = new URLSearchParams({
        ...common,
        response_type: 'code',
        response_mode: 'query',
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...interactionOf(stepUp),
      }).toString();
      return url.href;
    },
    redeem: async ({ tenant, ...presentation }) => {
      const path = `/${tenant}/oauth2/v2.0/token`;
      const proof = await credential?.parameters(`${cloud.loginOrigin}${path}`, identity.clientAppId);
      const body = new URLSearchParams({
        ...common,
        ...('code' in presentation
          ? {
              grant_type: 'authorization_code',
              code: presentation.code,
              code_verifier: presentation.codeVerifier,
            }
          : { grant_type: 'refresh_token', refresh_token: presentation.refreshToken }),
        ...proof,
      });
      let response: OutboundResponse;
      try {
        response = await fetch(
          new URL(path, loginUrl),
          { method: 'POST', headers: { accept: 'application/json' }, body },
          { timeoutMs, maxBytes: maxAnswerBytes },
        );
      } catch (error) {
        if (error instanceof AppError) return { ok: false, failure: { kind: 'unavailable' } };
        throw error;
      }
      if (response.status !== 200) {
        return { ok: false, failure: classifyTokenError(response.status, response.headers, response.body) };
      }
      const tokens = readTokens(response.body);
      return tokens ? { ok: true, tokens } : { ok: false, failure: { kind: 'unavailable' } };
    },
  };
}

/** A plain sign-in lets the person choose the account; a step-up asks the same person for more. */
function interactionOf(stepUp: StepUp | undefined): Readonly<Record<string, string>> {
  if (!stepUp) return { prompt: 'select_account' };
  const hint = stepUp.loginHint === undefined ? {} : { login_hint: stepUp.loginHint };
  if (stepUp.cause === 'consent_step_up') return { ...hint, prompt: 'consent' };
  return stepUp.claims === undefined ? { ...hint, prompt: 'login' } : { ...hint, claims: stepUp.claims };
}

function readTokens(body: Uint8Array): EntraTokens | undefined {
  try {
    const answer = answerSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    return {
      accessToken: answer.access_token,
      expiresInSeconds: answer.expires_in,
      refreshToken: answer.refresh_token,
    };
  } catch {
    return undefined;
  }
}
