import { env } from 'cloudflare:workers';
import { createAccount } from '../../../src/account/account.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { Assertion, VerifiedCaller } from '../../../src/entra/caller.ts';
import { clouds } from '../../../src/entra/clouds.ts';
import { entraErrorMessage } from '../../../src/entra/error-messages.ts';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';
import type { TenantId, User } from '../../../src/lib/guid.ts';
import type { OutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import { createStateUse } from '../../../src/oauth/sessions.ts';
import { createAuthorizationFlow, stateTtlMs } from '../../../src/oauth/authorization-flow.ts';
import type { AuthorizeStep } from '../../../src/oauth/authorize.ts';
import {
  type ClientLimits,
  type ClientReference,
  defaultClientLimits,
} from '../../../src/oauth/client-limits.ts';
import { createClientApplication } from '../../../src/oauth/client-application.ts';
import type { FailedSignIn, PreflightResult } from '../../../src/oauth/errors.ts';
import { createRevokeUser } from '../../../src/oauth/revocation.ts';
import { createAuthorizationServer, getSignInTenant } from '../../../src/oauth/server.ts';
import type { OAuthGrant } from '../../../src/oauth/storage/grant.ts';
import type { BrowserSession } from '../../../src/oauth/storage/browser-session.ts';
import {
  createGrantStore,
  createSessionStore,
  createUserStore,
} from '../../../src/oauth/storage/store-clients.ts';
import type { OAuthUser } from '../../../src/oauth/storage/user.ts';
import type { GrantStore } from '../../../src/oauth/stores.ts';
import type { TokenResponse } from '../../../src/oauth/token-response.ts';
import type { RuleDecision } from '../../../src/tenants/access-rules.ts';
import type { AccessAttempt } from '../../../src/tenants/tenant-access.ts';
import {
  type Changes,
  type ClientRequest,
  claude,
  createClientRequest,
  issuer,
  resource,
  withoutUndefined,
} from './client.ts';
import { clientAppId, createEntraStub, loginUrl, newUser, serverAppId } from './entra-stub.ts';

const bindings = env as unknown as {
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
  readonly BROWSER_SESSION: DurableObjectNamespace<BrowserSession>;
};

export const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);

/** Thrown if a client's sign-in ends on a failure page. */
export class FailedSignInError extends Error {
  readonly failed: FailedSignIn;

  constructor(failed: FailedSignIn) {
    super('The sign-in failed.');
    this.failed = failed;
  }
}

interface HarnessOptions {
  readonly publicUrl?: URL;
  readonly resource?: string;
  readonly allowedTenants?: ReadonlySet<string> | '*';
  readonly clientLimits?: Partial<ClientLimits>;
  /** Replaces methods of the store of grants. */
  readonly wrapGrants?: (grants: GrantStore) => GrantStore;
}

/** The authorization server and the account page on real Durable Objects, with a stub of Entra and of the token vault. */
export function createHarness(options: HarnessOptions = {}) {
  const time = { nowMs: Date.now() };
  const clock = { nowMs: () => time.nowMs };
  const entra = createEntraStub(clock.nowMs);
  const tokenErrors: TokenErrorReason[] = [];
  const exchangedCallers: VerifiedCaller[] = [];
  const exchangeTimes: number[] = [];
  const issues: {
    readonly tokenId: string;
    readonly issuedAtMs: number;
    readonly grantId: string;
    readonly client: ClientReference | undefined;
  }[] = [];
  const accessChecks: (AccessAttempt & { readonly tenantId: TenantId })[] = [];
  const revocations: { readonly user: User; readonly issuedUpToMs: number }[] = [];
  const documents: { fetch: OutboundFetch; readonly requestedUrls: string[] } = {
    fetch: async () => ({ status: 403, headers: new Headers(), body: new Uint8Array() }),
    requestedUrls: [],
  };
  const identity = {
    issuer: (options.publicUrl ?? new URL(issuer)).origin,
    resource: options.resource ?? resource,
    serverAppId,
    clientAppId,
  };
  const sessionStore = createSessionStore({ namespace: bindings.BROWSER_SESSION });
  const shared = {
    sessionStore,
    flow: createAuthorizationFlow(
      keyRing,
      clock,
      createStateUse({ sessionStore, keyRing, clock }, stateTtlMs),
    ),
    clientApplication: createClientApplication({
      identity,
      cloud: clouds.global,
      loginUrl,
      credential: undefined,
      fetch: entra.fetch,
    }),
    signInTenant: getSignInTenant(options.allowedTenants ?? '*'),
    grants: (options.wrapGrants ?? ((grants) => grants))(
      createGrantStore({ namespace: bindings.OAUTH_GRANT }),
    ),
    users: createUserStore({ namespace: bindings.OAUTH_USER }),
    verifier: {
      verify: async (token: string) => {
        const caller = entra.callerOf(token);
        const reason = tokenErrors.shift();
        if (reason) throw new TokenError(reason);
        if (!caller) throw new TokenError('token_malformed');
        return { caller, assertion: token as Assertion };
      },
    },
    checkTenantPolicy: async () => harness.policy,
    tenantAccess: {
      check: async (tenantId: TenantId, attempt: AccessAttempt) => {
        accessChecks.push({ tenantId, ...attempt });
        return harness.accessDecision;
      },
      checkPage: async () => ({ denial: undefined, reported: [] }),
      findBoundClient: async () => undefined,
      authenticate: async () => true,
    },
    preflightExchange: async (
      caller: VerifiedCaller,
      _assertion: Assertion,
      authenticatedAtMs: number,
    ): Promise<PreflightResult> => {
      exchangedCallers.push(caller);
      exchangeTimes.push(authenticatedAtMs);
      if (harness.isVaultDown) throw new Error('The vault does not respond.');
      const granted = {
        ok: true,
        granted: ['Mail.Read'],
        disabledTools: [],
        disabledPermissions: [],
      } as const;
      return harness.exchangeResults.shift() ?? granted;
    },
    recordIssue: async (
      caller: VerifiedCaller,
      _assertion: Assertion,
      issuedAtMs: number,
      { grantId, client }: { readonly grantId: string; readonly client: ClientReference | undefined },
    ) => {
      if (harness.isVaultDown) throw new Error('The vault does not respond.');
      issues.push({ tokenId: caller.tokenId, issuedAtMs, grantId, client });
    },
    revokeAccess: async ({ tenantId, objectId }: User, issuedUpToMs: number) => {
      if (harness.failRevocations) throw new Error('storage');
      revocations.push({ user: { tenantId, objectId }, issuedUpToMs });
    },
    describe: ({ kind }: { readonly kind: keyof typeof entraErrorMessage }) => entraErrorMessage[kind],
    keyRing,
    clock,
  };
  const server = createAuthorizationServer({
    ...shared,
    identity,
    clientLimits: { ...defaultClientLimits, ...options.clientLimits },
    documentFetch: async (url, init, limits) => {
      documents.requestedUrls.push(url.href);
      return await documents.fetch(url, init, limits);
    },
    waitUntil: () => undefined,
  });
  const revokeUser = createRevokeUser(shared.users, shared.revokeAccess, clock);
  const account = createAccount({ ...shared, issuer: identity.issuer, revokeUser });

  /** A browser with its cookies. */
  function createBrowser() {
    const cookies: {
      browser: string | undefined;
      consents: string | undefined;
      users?: string;
      address?: string;
    } = {
      browser: undefined,
      consents: undefined,
    };
    const keep = (step: AuthorizeStep): AuthorizeStep => {
      Object.assign(cookies, step.cookies);
      return step;
    };
    return {
      cookies,
      authorize: async (query: Changes) =>
        keep(await server.authorize.start(new URLSearchParams(withoutUndefined(query)), cookies)),
      decide: async (request: string, decision = 'allow') =>
        keep(await server.authorize.decide(new URLSearchParams({ request, decision }), cookies)),
      finish: async (query: URLSearchParams) => {
        const step = await server.finishSignIn(await shared.flow.finish(query, cookies, ['client']), cookies);
        if (step.users !== undefined) cookies.users = step.users;
        return step;
      },
      finishAccount: async (query: URLSearchParams) =>
        await account.finish(await shared.flow.finish(query, cookies, ['account']), cookies),
    };
  }
  type Browser = ReturnType<typeof createBrowser>;

  /** Returns the URL of Entra's sign-in page. */
  async function startSignIn({ query }: ClientRequest, browser: Browser): Promise<string> {
    const step = await browser.authorize(query);
    const next = step.kind === 'consent' ? await browser.decide(step.request) : step;
    if (next.kind !== 'redirect') throw new Error('The consent page was shown twice.');
    return next.location;
  }

  /** Returns the redirect to the client. */
  async function signInToClient(run: ClientRequest, user: User, browser = createBrowser()): Promise<URL> {
    const step = await browser.finish(entra.signIn(await startSignIn(run, browser), user));
    if (step.kind === 'failed') throw new FailedSignInError(step.failed);
    return new URL(step.location);
  }

  function codeForm(run: ClientRequest, code: string): Record<string, string> {
    const { client_id = '', redirect_uri = '' } = run.query;
    return {
      grant_type: 'authorization_code',
      client_id,
      redirect_uri,
      code,
      code_verifier: run.verifier,
      resource,
    };
  }

  const issue = async (form: Changes, authorization?: string): Promise<TokenResponse> =>
    (await server.issue(new URLSearchParams(withoutUndefined(form)), authorization)).response;

  /** Signs a user in and redeems the code. */
  async function signIn(user: User = newUser(), changes: Changes = {}): Promise<TokenResponse> {
    const run = await createClientRequest(changes);
    const location = await signInToClient(run, user);
    return await issue(codeForm(run, location.searchParams.get('code') ?? ''));
  }

  const refresh = (refreshToken: string | undefined, changes: Changes = {}): Promise<TokenResponse> =>
    issue({
      grant_type: 'refresh_token',
      client_id: claude,
      refresh_token: refreshToken,
      resource,
      ...changes,
    });

  const harness = {
    time,
    entra,
    documents,
    server,
    account,
    users: shared.users,
    sessionStore,
    grants: shared.grants,
    createBrowser,
    startSignIn,
    signInToClient,
    codeForm,
    issue,
    signIn,
    refresh,
    revocations,
    failRevocations: false,
    isVaultDown: false,
    /** Reasons that the next access tokens are rejected for. */
    tokenErrors,
    /** Checks of the access rules, in order, and their decision. */
    accessChecks,
    accessDecision: { denial: undefined, reported: [] } as RuleDecision,
    /** Callers and authentication times of the token exchanges. */
    exchangedCallers,
    exchangeTimes,
    /** Records of issued access tokens. */
    issues,
    /** Results of the next token exchanges. */
    exchangeResults: [] as PreflightResult[],
    policy: { deniedText: undefined as string | undefined, revokedBeforeMs: 0 },
  };
  return harness;
}

export type Harness = ReturnType<typeof createHarness>;
