import { z } from 'zod';
import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { clientReferenceSchema } from './client-limits.ts';
import { readAuthorizeFailure } from './entra-client.ts';
import { PageError } from './errors.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { toCodeChallenge, hashValues } from './pkce.ts';
import { createSealedToken } from './sealed-tokens.ts';
import type { UseState } from './sessions.ts';

/** The cookies of a browser-bound authorization flow. */
export interface BrowserCookies {
  /** A random id of the browser. */
  readonly browser: string | undefined;
  /** The sealed client consents. */
  readonly consents: string | undefined;
  /** The sealed list of users who have signed in with the browser. */
  readonly users?: string | undefined;
  /** IP address of the browser, as the platform gives it. */
  readonly address?: string | undefined;
}

/** How long a sign-in at Entra may take, a second factor included. */
export const stateTtlMs = 10 * 60_000;
/** How long an admin consent may take: an administrator may read the permissions, and consult a colleague. */
export const adminConsentTtlMs = 30 * 60_000;

const clientFlow = z.object({
  flow: z.literal('client'),
  grantId: z.string(),
  redirectUri: z.string(),
  clientState: z.string().optional(),
  clientName: z.string(),
  client: clientReferenceSchema,
  /** Binds the code to client, redirect URI, PKCE challenge and resource. */
  binding: z.string(),
  stepUpHandle: z.string().optional(),
  /** The user was redirected to Entra once more for a step-up. */
  isRepeated: z.boolean(),
});
const accountFlow = z.object({ flow: z.literal('account') });
const adminFlow = z.object({
  flow: z.literal('admin'),
  /** The request was sent with `prompt=none`. */
  isSilent: z.boolean(),
  /** The request was sent with `prompt=login`. */
  isForced: z.boolean().default(false),
  /** Hash of tenant id and object id of the signed-in administrator. A silent sign-in continues their session only. */
  user: z.string().optional(),
  /** A user or group that the administrator typed, to be looked up with the tokens of the sign-in. */
  lookUp: z.object({ kind: z.enum(['group', 'user', 'revoke_user']), text: z.string() }).optional(),
});
const adminConsentFlow = z.object({
  flow: z.literal('admin-consent'),
  application: z.enum(['server', 'client']),
  /** Hash of tenant id and object id of the administrator. */
  user: z.string(),
});
const adminCheckFlow = z.object({
  flow: z.literal('admin-check'),
  /** Hash of tenant id and object id of the administrator. */
  user: z.string(),
});

/** Members that every flow has. */
const flowSecrets = {
  /** The tenant that signs the user in: its id, or `organizations`. */
  tenant: z.string(),
  codeVerifier: z.string(),
  nonce: z.string(),
  /** SHA-256 of the browser cookie. */
  browser: z.string(),
  /** Tokens of this flow are refused if a revocation is later. */
  startedAtMs: z.number(),
};

const stateSchema = z.discriminatedUnion('flow', [
  clientFlow.extend(flowSecrets),
  accountFlow.extend(flowSecrets),
  adminFlow.extend(flowSecrets),
  adminConsentFlow.extend(flowSecrets),
  adminCheckFlow.extend(flowSecrets),
]);

/** The sealed `state` of an authorization request to Entra. */
export type FlowState = Readonly<z.infer<typeof stateSchema>>;
/** The name of a flow. */
export type FlowName = FlowState['flow'];
/** The state of one flow. */
export type StateOf<Name extends FlowName> = Extract<FlowState, { readonly flow: Name }>;

/** The members of a state that its flow sets. */
export type FlowInput = Readonly<
  z.infer<
    | typeof clientFlow
    | typeof accountFlow
    | typeof adminFlow
    | typeof adminConsentFlow
    | typeof adminCheckFlow
  >
> & {
  readonly tenant: string;
  /** A repeated sign-in keeps the start of the first one. Default: now. */
  readonly startedAtMs?: number;
};

/** The parameters of an authorization request that bind its response to this browser. */
export interface StartedFlow {
  readonly state: string;
  readonly codeChallenge: string;
  readonly nonce: string;
  /** The value of the browser cookie. */
  readonly browser: string;
}

/** An authorization response that belongs to a request of this browser. */
export interface AuthorizationResponse<Name extends FlowName> {
  readonly state: StateOf<Name>;
  readonly parameters: Parameters;
}

/** The authorization code flow toward Entra, bound to a browser: sealed state, PKCE, nonce and cookie. */
export interface AuthorizationFlow {
  start(cookies: BrowserCookies, input: FlowInput): Promise<StartedFlow>;
  /**
   * Validates an authorization response: one value per parameter, a state of one of the flows, the same browser.
   * @param flows the flows that the redirect URI accepts
   * @throws PageError `sign_in_unknown`, `other_browser` or `already_finished`
   */
  finish<Name extends FlowName>(
    query: URLSearchParams,
    cookies: BrowserCookies,
    flows: readonly Name[],
  ): Promise<AuthorizationResponse<Name>>;
}

/**
 * Creates the flow. Everything is in the sealed `state` parameter. A state is accepted once: the grant of a client's flow
 * stores that itself, for the other flows `useState` does.
 */
export function createAuthorizationFlow(
  keyRing: KeyRing,
  clock: Clock,
  useState: UseState,
): AuthorizationFlow {
  const states = createSealedToken(keyRing, clock, {
    purpose: 'm365-state/v1',
    schema: stateSchema,
    ttlMs: ({ flow }) => (flow === 'admin-consent' ? adminConsentTtlMs : stateTtlMs),
  });
  return {
    start: async (cookies, input) => {
      const browser = browserId(cookies);
      const codeVerifier = randomId();
      const nonce = randomId();
      const state = await states.seal({
        startedAtMs: clock.nowMs(),
        ...input,
        codeVerifier,
        nonce,
        browser: await hashValues(browser),
      });
      return { state, codeChallenge: await toCodeChallenge(codeVerifier), nonce, browser };
    },
    finish: async (query, cookies, flows) => {
      const parameters = readParameters(query);
      const state =
        parameters.repeated.length > 0 ? undefined : await states.open(parameters.get('state') ?? '');
      if (!state || !isOneOf(state, flows)) throw new PageError('sign_in_unknown');
      if (!(await isSameBrowser(cookies, state.browser))) {
        throw new PageError('other_browser', undefined, 'client' in state ? state.client : undefined);
      }
      if (state.flow !== 'client' && !(await useState(state.nonce))) throw new PageError('already_finished');
      return { state, parameters };
    },
  };
}

function isOneOf<Name extends FlowName>(state: FlowState, flows: readonly Name[]): state is StateOf<Name> {
  return flows.some((name) => name === state.flow);
}

/** The id in the browser cookie, or a new one. */
export function browserId({ browser }: BrowserCookies): string {
  return isRandomId(browser) ? browser : randomId();
}

/** Returns true if the browser cookie has the hash. No other site can make the browser send or change the cookie. */
export async function isSameBrowser({ browser }: BrowserCookies, hash: string): Promise<boolean> {
  return isRandomId(browser) && hash === (await hashValues(browser));
}

const maxCodeLength = 8192;

/**
 * Reads the authorization code of a response, or the error that Entra returned.
 * @throws PageError `sign_in_unknown` if the response has neither
 */
export function readAuthorizationCode(
  parameters: Parameters,
): { readonly ok: true; readonly code: string } | { readonly ok: false; readonly failure: EntraFailure } {
  if (parameters.get('error') !== undefined) return { ok: false, failure: readAuthorizeFailure(parameters) };
  const code = parameters.get('code');
  if (code === undefined || code.length > maxCodeLength) throw new PageError('sign_in_unknown');
  return { ok: true, code };
}
