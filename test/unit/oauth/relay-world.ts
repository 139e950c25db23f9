import { env } from 'cloudflare:workers';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { Assertion, VerifiedCaller } from '../../../src/entra/caller.ts';
import { clouds } from '../../../src/entra/clouds.ts';
import { entraErrorMessage } from '../../../src/entra/error-messages.ts';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';
import type { OutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import type { AuthorizeStep } from '../../../src/oauth/authorize.ts';
import type { PreflightResult, RefusedSignIn } from '../../../src/oauth/errors.ts';
import type { TokenResponse } from '../../../src/oauth/grants.ts';
import {
  type AuthorizationServerDependencies,
  createAuthorizationServer,
} from '../../../src/oauth/server.ts';
import type { OAuthGrant } from '../../../src/oauth/storage/grant.ts';
import { createGrantStore, createUserStore } from '../../../src/oauth/storage/store-clients.ts';
import type { OAuthUser } from '../../../src/oauth/storage/user.ts';
import type { User } from '../../../src/oauth/stores.ts';
import {
  type Changes,
  type ClientRun,
  claude,
  issuer,
  resource,
  runOf,
  withoutUndefined,
} from './client-run.ts';
import { clientAppId, createEntraStub, loginUrl, newPerson, serverAppId } from './entra-stub.ts';

const bindings = env as unknown as {
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
};

export const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);

/** A sign-in ended on a page. */
export class RefusedError extends Error {
  readonly refused: RefusedSignIn;

  constructor(refused: RefusedSignIn) {
    super('The sign-in was refused.');
    this.refused = refused;
  }
}

/** A relay with everything around it played, and the moves of a person and a client. */
export function createWorld(changes: Partial<AuthorizationServerDependencies['settings']> = {}) {
  const time = { nowMs: Date.now() };
  const clock = { nowMs: () => time.nowMs };
  const entra = createEntraStub(clock.nowMs);
  const refusals: TokenErrorReason[] = [];
  const trials: VerifiedCaller[] = [];
  const proofs: number[] = [];
  const revocations: { readonly person: User; readonly issuedUpToMs: number }[] = [];
  const documents: { fetch: OutboundFetch; readonly asked: string[] } = {
    fetch: async () => ({ status: 403, headers: new Headers(), body: new Uint8Array() }),
    asked: [],
  };
  const grants = createGrantStore({ grants: bindings.OAUTH_GRANT });
  const people = createUserStore({ people: bindings.OAUTH_USER });
  const relay = createAuthorizationServer({
    settings: {
      publicUrl: new URL(issuer),
      resource,
      serverAppId,
      clientAppId,
      allowedTenants: '*',
      trustedClientMetadata: [],
      cloud: clouds.global,
      loginUrl,
      keyRing,
      ...changes,
    },
    credential: undefined,
    verifier: {
      verify: async (token) => {
        const caller = entra.callerOf(token);
        const refusal = refusals.shift();
        if (refusal) throw new TokenError(refusal);
        if (!caller) throw new TokenError('token_malformed');
        return { caller, assertion: token as Assertion };
      },
    },
    grants,
    people,
    askOrganisation: async () => moves.organisation,
    tryExchange: async (caller, _assertion, authenticatedAtMs) => {
      trials.push(caller);
      proofs.push(authenticatedAtMs);
      if (moves.vaultFault) throw new Error('The vault does not answer.');
      return moves.trials.shift() ?? { ok: true, granted: ['Mail.Read'], toolsOff: [], permissionsOff: [] };
    },
    revokeAccess: async ({ tenantId, objectId }, issuedUpToMs) => {
      if (moves.failRevocations) throw new Error('storage');
      revocations.push({ person: { tenantId, objectId }, issuedUpToMs });
    },
    describe: ({ kind }) => entraErrorMessage[kind],
    loginFetch: entra.fetch,
    documentFetch: async (url, init, limits) => {
      documents.asked.push(url.href);
      return await documents.fetch(url, init, limits);
    },
    waitUntil: () => undefined,
    clock,
  });

  /** The browser of one person, with its cookies. */
  function createBrowser() {
    const cookies: { browser: string | undefined; consents: string | undefined } = {
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
        keep(await relay.authorize.begin(new URLSearchParams(withoutUndefined(query)), cookies)),
      decide: async (request: string, decision = 'allow') =>
        keep(await relay.authorize.decide(new URLSearchParams({ request, decision }), cookies)),
      finish: (query: URLSearchParams) => relay.finish(query, cookies),
    };
  }
  type Browser = ReturnType<typeof createBrowser>;

  /** As far as Entra's page. */
  async function toEntra({ query }: ClientRun, browser: Browser): Promise<string> {
    const step = await browser.authorize(query);
    const next = step.kind === 'ask' ? await browser.decide(step.request) : step;
    if (next.kind !== 'redirect') throw new Error('The relay asks for consent twice.');
    return next.location;
  }

  /** As far as the client's redirect. */
  async function toClient(run: ClientRun, person: User, browser = createBrowser()): Promise<URL> {
    const step = await browser.finish(entra.signIn(await toEntra(run, browser), person));
    if (step.kind === 'refused') throw new RefusedError(step.refused);
    if (step.kind !== 'redirect') throw new Error('The sign-in was for another page.');
    return new URL(step.location);
  }

  function formOf(run: ClientRun, code: string): Record<string, string> {
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
    (await relay.issue(new URLSearchParams(withoutUndefined(form)), authorization)).response;

  /** All the way. */
  async function signIn(person: User = newPerson(), changes: Changes = {}): Promise<TokenResponse> {
    const run = await runOf(changes);
    const location = await toClient(run, person);
    return await issue(formOf(run, location.searchParams.get('code') ?? ''));
  }

  const refresh = (refreshToken: string | undefined, changes: Changes = {}): Promise<TokenResponse> =>
    issue({
      grant_type: 'refresh_token',
      client_id: claude,
      refresh_token: refreshToken,
      resource,
      ...changes,
    });

  const moves = {
    time,
    entra,
    refusals,
    revocations,
    documents,
    people,
    grants,
    relay,
    createBrowser,
    toEntra,
    toClient,
    formOf,
    issue,
    signIn,
    refresh,
    failRevocations: false,
    vaultFault: false,
    /** People whose exchange was tried, and how the next trials end. */
    tried: trials,
    /** When the sign-ins began that brought them. */
    proofs,
    trials: [] as PreflightResult[],
    organisation: { refusal: undefined as string | undefined, revokedBeforeMs: 0 },
  };
  return moves;
}

export type World = ReturnType<typeof createWorld>;
