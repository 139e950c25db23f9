import { z } from 'zod';
import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { type VerifiedTokens, obtainTokens } from '../oauth/authorization-flow.ts';
import type { BrowserCookies } from '../oauth/authorize.ts';
import { refusalCauseOf } from '../oauth/callback.ts';
import { readAuthorizeFailure } from '../oauth/entra-client.ts';
import { type PreflightResult, type RefusalCause, type RefusedSignIn, PageError } from '../oauth/errors.ts';
import type { TokenServices } from '../oauth/grants.ts';
import type { Parameters } from '../oauth/parameters.ts';
import { hashOf, challengeOf } from '../oauth/pkce.ts';
import type { RevokeAccess } from '../oauth/revocation.ts';
import { refreshTokenTtlMs, createSealedToken, stateTtlMs } from '../oauth/sealed-tokens.ts';
import { type Connection, lastRevocationMs } from '../oauth/stores.ts';

const sessionSchema = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** For display alone. */
  name: z.string(),
  username: z.string(),
  /** Every form of the page carries it. */
  formToken: z.string(),
  /** What the exchange brought, or why there was none, in words for the person. */
  access: z.union([
    z.object({
      granted: z.array(z.string()).readonly(),
      toolsOff: z.array(z.string()).readonly(),
      permissionsOff: z.array(z.string()).readonly(),
    }),
    z.object({ refusal: z.string() }),
  ]),
  /** When the sign-in began that proved it. */
  authenticatedAtMs: z.number(),
  /** How far Entra dates its tokens back, at the least: `iat` of the token that proved it against our clock. */
  datedBackMs: z.number(),
});

/** A person who has just proved who they are, for the page about their own connections. */
export type AccountSession = Readonly<z.infer<typeof sessionSchema>>;

/** What comes of a sign-in to the page: the session's cookie, or why there is none. */
export type AccountStep =
  | { readonly kind: 'account'; readonly session: string }
  | { readonly kind: 'refused'; readonly refused: RefusedSignIn };

/** The page where people see what they have connected, and end it. */
export interface Account {
  /** Where the person signs in, and the cookie that marks their browser. */
  begin(cookies: BrowserCookies): Promise<{ readonly location: string; readonly browser: string }>;
  /**
   * Takes the answer of Entra, or answers undefined where it is for somebody else.
   * @throws SignInProblem
   */
  finish(parameters: Parameters, cookies: BrowserCookies): Promise<AccountStep | undefined>;
  /** Undefined as well where the person, or their organisation, has ended every sign-in since. */
  read(cookie: string | undefined): Promise<AccountSession | undefined>;
  /** What the person has connected, the latest first. */
  connections(session: AccountSession): Promise<readonly Connection[]>;
  /** Ends one connection. The other clients fetch a new access token, and notice nothing. */
  disconnect(session: AccountSession, grantId: string): Promise<void>;
  /** Ends every sign-in of the person, in every client. Durable once it has returned. */
  revokeAll(session: AccountSession): Promise<void>;
}

/** How long the page knows the person. */
export const accountTtlMs = 10 * 60_000;

const stateSchema = z.object({
  codeVerifier: z.string(),
  browser: z.string(),
  tenant: z.string(),
  startedAtMs: z.number(),
});

/** What the page works with. */
export interface AccountServices extends TokenServices {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly revokeAccess: RevokeAccess;
  /** The tenant that signs people in: its id, or `organizations`. */
  readonly tenant: string;
}

/** Signs people in through the same application and callback as their clients, and keeps nothing but a sealed cookie. */
export function createAccount(services: AccountServices): Account {
  const { identity, keyRing, clock, entra, people: users, grants, tenant, revokeAccess } = services;
  const states = createSealedToken(keyRing, clock, {
    purpose: 'm365-account-state/v1',
    schema: stateSchema,
    ttlMs: stateTtlMs,
  });
  const sessions = createSealedToken(keyRing, clock, {
    purpose: 'm365-account/v1',
    schema: sessionSchema,
    ttlMs: accountTtlMs,
  });
  const refuse = (cause: RefusalCause): AccountStep => ({
    kind: 'refused',
    refused: { cause, clientName: 'your connections', returnUrl: `${identity.issuer}/me` },
  });
  return {
    begin: async (cookies) => {
      const browser = isRandomId(cookies.browser) ? cookies.browser : randomId();
      const codeVerifier = randomId();
      const startedAtMs = clock.nowMs();
      const state = await states.seal({
        codeVerifier,
        browser: await hashOf(browser),
        tenant,
        startedAtMs: startedAtMs,
      });
      const codeChallenge = await challengeOf(codeVerifier);
      return { location: entra.authorizationUrl({ tenant, state, codeChallenge }), browser };
    },
    finish: async (parameters, cookies) => {
      const state = await states.open(parameters.get('state') ?? '');
      if (!state || parameters.repeated.length > 0) return undefined;
      if (!isRandomId(cookies.browser) || state.browser !== (await hashOf(cookies.browser))) {
        throw new PageError('other_browser');
      }
      const { codeVerifier, startedAtMs } = state;
      const code = parameters.get('code');
      if (code === undefined || parameters.get('error') !== undefined) {
        return refuse({ failure: readAuthorizeFailure(parameters) });
      }
      const redeemedAtMs = clock.nowMs();
      let verified: VerifiedTokens;
      try {
        verified = await obtainTokens({ tenant: state.tenant, code, codeVerifier }, services);
      } catch (error) {
        return refuse(refusalCauseOf(error));
      }
      const { caller, assertion } = verified;
      const session = await sessions.seal({
        tenantId: caller.tenantId,
        objectId: caller.objectId,
        name: caller.name ?? '',
        username: caller.preferredUsername ?? '',
        formToken: randomId(),
        access: accessOf(await services.tryExchange(caller, assertion, startedAtMs), services),
        authenticatedAtMs: startedAtMs,
        // `iat` has whole seconds, so another token may be dated up to a second later than this one tells.
        datedBackMs: redeemedAtMs - caller.issuedAtMs - 1000,
      });
      return { kind: 'account', session };
    },
    read: async (cookie) => {
      const session = cookie === undefined ? undefined : await sessions.open(cookie);
      return session && session.authenticatedAtMs > (await lastRevocationMs(session, services))
        ? session
        : undefined;
    },
    connections: async (session) => await users.connections(session, clock.nowMs()),
    disconnect: async (session, grantId) => {
      const nowMs = clock.nowMs();
      const connections = await users.connections(session, nowMs);
      // The id of a grant opens nothing, but nobody ends one that is not theirs.
      if (!connections.some((connection) => connection.grantId === grantId)) return;
      await grants.revoke(grantId, nowMs + refreshTokenTtlMs);
      // What Entra would write now, and no later: what other clients fetch from now on is good.
      await revokeAccess(session, nowMs - session.datedBackMs);
      await users.forgetConnection(session, grantId, nowMs);
    },
    revokeAll: async (session) => {
      const nowMs = clock.nowMs();
      // Renewals first: an access token renewed in between would be younger than the mark.
      await users.revoke(session, nowMs);
      await revokeAccess(session, nowMs);
    },
  };
}

function accessOf(trial: PreflightResult, { describe }: TokenServices): AccountSession['access'] {
  if (trial.ok) {
    const { granted, toolsOff, permissionsOff } = trial;
    return { granted, toolsOff, permissionsOff };
  }
  return { refusal: 'failure' in trial ? describe(trial.failure).text : trial.refusal.text };
}
