import { z } from 'zod';
import { randomId } from '../crypto/encoding.ts';
import { sealPurpose } from '../crypto/sealed-box.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import { type ObjectId, type TenantId, type User, isGuid } from '../lib/guid.ts';
import {
  type AuthorizationFlow,
  type AuthorizationResponse,
  type BrowserCookies,
  readAuthorizationCode,
} from '../oauth/authorization-flow.ts';
import { type ClientApplication, redeemAndVerify } from '../oauth/client-application.ts';
import {
  type DescribeFailure,
  type FailedSignIn,
  type PreflightExchange,
  type PreflightResult,
  type SignInFailure,
  ruleSignInFailure,
  tokenSignInFailure,
} from '../oauth/errors.ts';
import type { RevokeAccess, RevokeUser } from '../oauth/revocation.ts';
import { refreshTokenTtlMs } from '../oauth/sealed-tokens.ts';
import { type SessionDependencies, createSessions } from '../oauth/sessions.ts';
import type { CheckTenantPolicy } from '../oauth/sign-in-checks.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import type { Connection, GrantStore, UserStore } from '../oauth/stores.ts';

const sessionSchema = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** For display only. */
  name: z.string(),
  username: z.string(),
  /** The CSRF token of every form. */
  formToken: z.string(),
  /** The result of the token exchange. */
  access: z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      granted: z.array(z.string()).readonly(),
      disabledTools: z.array(z.string()).readonly(),
      disabledPermissions: z.array(z.string()).readonly(),
    }),
    /** The catalog has a text for most codes. */
    z.object({ ok: z.literal(false), code: z.string(), text: z.string() }),
  ]),
  /** When the sign-in was started. */
  authenticatedAtMs: z.number(),
  /** Why the tenant policy denied the user at the sign-in. A change of the policy for the user ends the session. */
  deniedText: z
    .string()
    .optional()
    .transform((text) => text),
});

/** The session of the account page. */
export type AccountSession = Readonly<z.infer<typeof sessionSchema>>;

/** The result of a sign-in to the account page. */
export type AccountSignInResult =
  | {
      readonly ok: true;
      readonly cookie: string;
      readonly user: User;
      /** Access rules of the tenant that only report. */
      readonly reported: readonly RuleDenial[];
    }
  | { readonly ok: false; readonly reason: FailedSignIn };

/** The account page: a user sees their connections, and revokes them. */
export interface Account {
  /** Returns the URL of Entra's sign-in page and the browser cookie. */
  start(cookies: BrowserCookies): Promise<{ readonly location: string; readonly browser: string }>;
  /** Completes the sign-in after the authorization response of Entra. @throws PageError */
  finish(response: AuthorizationResponse<'account'>, cookies: BrowserCookies): Promise<AccountSignInResult>;
  /**
   * Returns undefined if the session has ended: by sign-out, expiry, a revocation of the user or the tenant, or a change of
   * the tenant policy that concerns the user.
   */
  read(cookie: string | undefined): Promise<AccountSession | undefined>;
  /** Ends the session. */
  signOut(cookie: string | undefined): Promise<void>;
  /** Sorted by last use, newest first. */
  connections(session: AccountSession): Promise<readonly Connection[]>;
  /**
   * Revokes one connection. Other clients refresh their access tokens without a sign-in.
   * @returns false if the user has no such connection
   */
  disconnect(session: AccountSession, grantId: string): Promise<boolean>;
  /** Revokes every sign-in of the user. Durable once the promise resolves. */
  revokeAll(session: AccountSession): Promise<void>;
}

/** The lifetime of a session. */
export const accountTtlMs = 10 * 60_000;

export interface AccountDependencies extends SessionDependencies {
  readonly issuer: string;
  readonly flow: AuthorizationFlow;
  readonly clientApplication: ClientApplication;
  /** The tenant that signs users in: its id, or `organizations`. */
  readonly signInTenant: string;
  readonly verifier: AccessTokenVerifier;
  readonly users: UserStore;
  readonly grants: GrantStore;
  readonly checkTenantPolicy: CheckTenantPolicy;
  readonly tenantAccess: TenantAccess;
  readonly preflightExchange: PreflightExchange;
  readonly revokeAccess: RevokeAccess;
  readonly revokeUser: RevokeUser;
  readonly describe: DescribeFailure;
}

/** Creates the account page's logic. Users sign in to the client application; the cookie contains only the id of the session. */
export function createAccount(dependencies: AccountDependencies): Account {
  const { flow, clientApplication, signInTenant, users, grants, revokeAccess, clock } = dependencies;
  const sessions = createSessions(dependencies, {
    purpose: sealPurpose('m365-account/v1'),
    schema: sessionSchema,
    ttlMs: accountTtlMs,
  });
  const pageUrl = `${dependencies.issuer}/me`;
  const fail = (failure: SignInFailure, account?: string, tenantId?: TenantId): AccountSignInResult => ({
    ok: false,
    reason: {
      failure,
      clientName: pageUrl,
      returnUrl: pageUrl,
      account,
      otherAccountUrl: `${pageUrl}/sign-in`,
      ...(tenantId === undefined ? {} : { tenantId }),
    },
  });
  return {
    start: async (cookies) => {
      const started = await flow.start(cookies, { flow: 'account', tenant: signInTenant });
      return {
        location: clientApplication.authorizationUrl(signInTenant, started),
        browser: started.browser,
      };
    },
    finish: async ({ state, parameters }, { address }) => {
      const response = readAuthorizationCode(parameters);
      if (!response.ok) return fail({ reason: 'entra', failure: response.failure });
      const { tenant, codeVerifier, startedAtMs } = state;
      const grant = { code: response.code, codeVerifier };
      const redeemed = await redeemAndVerify(tenant, grant, clientApplication, dependencies.verifier);
      if (!redeemed.ok) {
        if (redeemed.reason === 'entra') return fail(redeemed);
        return fail(tokenSignInFailure(redeemed.error), redeemed.error.details.holder?.username);
      }
      const { caller, assertion } = redeemed;
      const { denial, reported } = await dependencies.tenantAccess.checkPage(caller.tenantId, address);
      if (denial !== undefined) {
        const { tenantId, preferredUsername } = caller;
        return fail(ruleSignInFailure(denial), preferredUsername, tenantId);
      }
      const exchange = await dependencies.preflightExchange(caller, assertion, startedAtMs);
      const { deniedText } = await dependencies.checkTenantPolicy(toUser(caller));
      const cookie = await sessions.start({
        tenantId: caller.tenantId,
        objectId: caller.objectId,
        name: caller.name ?? '',
        username: caller.preferredUsername ?? '',
        formToken: randomId(),
        access: toAccess(exchange, dependencies.describe),
        authenticatedAtMs: startedAtMs,
        deniedText,
      });
      return { ok: true, cookie, user: toUser(caller), reported };
    },
    read: async (cookie) => {
      const session = await sessions.read(cookie);
      if (!session) return undefined;
      const user = toUser(session);
      const [revokedBeforeMs, policy] = await Promise.all([
        users.revokedBeforeMs(user),
        dependencies.checkTenantPolicy(user),
      ]);
      const isRevoked = session.authenticatedAtMs <= Math.max(revokedBeforeMs, policy.revokedBeforeMs);
      if (!isRevoked && policy.deniedText === session.deniedText) return session;
      await sessions.end(cookie);
      return undefined;
    },
    signOut: (cookie) => sessions.end(cookie),
    connections: async (session) => await users.connections(session, clock.nowMs()),
    disconnect: async (session, grantId) => {
      const connections = await users.connections(session, clock.nowMs());
      // A user can revoke their own grants only.
      if (!connections.some((connection) => connection.grantId === grantId)) return false;
      await grants.revoke(grantId, clock.nowMs() + refreshTokenTtlMs);
      // In our clock and after the grant, so that no access token of the client is left: other clients refresh theirs.
      await revokeAccess(session, clock.nowMs());
      await users.removeConnection(session, grantId, clock.nowMs());
      return true;
    },
    revokeAll: dependencies.revokeUser,
  };
}

/** Without group ids: they are known at the sign-in only, and both decisions have to be comparable. */
function toUser({ tenantId, objectId }: User): User {
  return { tenantId, objectId };
}

function toAccess(exchange: PreflightResult, describe: DescribeFailure): AccountSession['access'] {
  if (exchange.ok) return exchange;
  if (exchange.reason === 'connector') {
    const { code = '', text } = exchange;
    return { ok: false, code, text };
  }
  return { ok: false, code: exchange.failure.kind, text: describe(exchange.failure).text };
}
