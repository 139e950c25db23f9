import { z } from 'zod';
import { randomId } from '../crypto/encoding.ts';
import { tenantId as tenantIdOf } from '../lib/guid.ts';
import { tenantOfBoundClient } from '../tenants/bound-client.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { en } from '../http/messages/en.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import {
  type AuthorizationFlow,
  type BrowserCookies,
  browserId,
  isSameBrowser,
  stateTtlMs,
} from './authorization-flow.ts';
import {
  type IdentifiedRequest,
  type AuthorizeRequest,
  type AuthorizationServerIdentity,
  identifyRequest,
  validateAuthorizeRequest,
} from './authorize-request.ts';
import type { BrowserUsers } from './browser-users.ts';
import type { ClientApplication } from './client-application.ts';
import { type ClientLimits, type ClientReference, toClientReference } from './client-limits.ts';
import type { Client, Clients } from './clients.ts';
import type { Consents } from './consent.ts';
import { type FailedSignIn, OAuthError, PageError, ruleSignInFailure } from './errors.ts';
import { readParameters } from './parameters.ts';
import { hashCodeBinding, hashValues } from './pkce.ts';
import { type RedirectUri, parseRedirectUri, redirectTo } from './redirect-uri.ts';
import { createSealedToken } from './sealed-tokens.ts';
import type { StepUps } from './step-up.ts';

/** The next step of an authorization request, and the cookies to set. */
export type AuthorizeStep = {
  readonly cookies: { readonly browser?: string; readonly consents?: string };
  /** For the audit. */
  readonly reference: ClientReference;
} & (
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'failed'; readonly failed: FailedSignIn }
  | {
      readonly kind: 'consent';
      readonly client: Client;
      readonly redirect: RedirectUri;
      /** The sealed request, which the form posts back. */
      readonly request: string;
      /** Entra may redirect the user to a federated identity provider without a page of its own. */
      readonly isStepUp: boolean;
    }
);

/** The authorization endpoint. Both methods throw PageError if no redirect URI is proven. */
export interface Authorize {
  start(query: URLSearchParams, cookies: BrowserCookies): Promise<AuthorizeStep>;
  /** Handles the consent form. */
  decide(form: URLSearchParams, cookies: BrowserCookies): Promise<AuthorizeStep>;
}

export interface AuthorizeDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly flow: AuthorizationFlow;
  readonly clientApplication: ClientApplication;
  /** The tenant that signs users in: its id, or `organizations`. */
  readonly signInTenant: string;
  readonly clients: Clients;
  readonly clientLimits: ClientLimits;
  readonly tenantAccess: TenantAccess;
  readonly consents: Consents;
  readonly stepUps: StepUps;
  readonly browserUsers: BrowserUsers;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const consentRequestSchema = z.object({
  client: z.object({
    kind: z.enum(['configured', 'bound', 'registered', 'document', 'unverified_document']),
    clientId: z.string(),
    name: z.string(),
    redirectUris: z
      .array(z.string())
      .optional()
      .transform((uris) => uris),
  }),
  redirectUri: z.string(),
  state: z.string().optional(),
  codeChallenge: z.string(),
  stepUpHandles: z.array(z.string()),
  /** SHA-256 of the browser cookie. */
  browser: z.string(),
});

type ConsentRequest = Omit<AuthorizeRequest, 'redirect'> & {
  readonly redirectUri: string;
  readonly browser: string;
};

/** Creates the endpoint. */
export function createAuthorize(dependencies: AuthorizeDependencies): Authorize {
  const { identity, flow, clientApplication, signInTenant, clients, consents, stepUps, keyRing, clock } =
    dependencies;
  const { browserUsers } = dependencies;
  const consentRequests = createSealedToken(keyRing, clock, {
    purpose: 'm365-consent-request/v1',
    schema: consentRequestSchema as z.ZodType<ConsentRequest>,
    ttlMs: stateTtlMs,
  });
  return {
    start: async (query, cookies) => {
      const parameters = readParameters(query);
      const identified = await identifyRequest(parameters, clients, dependencies.clientLimits);
      const browser = browserId(cookies);
      try {
        const request = validateAuthorizeRequest(identified, parameters, identity);
        const { client, redirect } = request;
        const reference = await toClientReference(client, redirect);
        const failed = await checkClientAccess(request, cookies.address);
        if (failed) return { kind: 'failed', failed, cookies: {}, reference };
        const stepUp = await stepUps.find(request.stepUpHandles, reference.id);
        // A handle may be in a link of somebody else.
        if (!stepUp && (await consents.isGiven(cookies.consents, client, redirect))) {
          const location = await startSignIn(request, { ...cookies, browser });
          return { kind: 'redirect', location, cookies: { browser }, reference };
        }
        const { redirect: _, ...rest } = request;
        const sealedRequest = await consentRequests.seal({
          ...rest,
          redirectUri: redirect.text,
          browser: await hashValues(browser),
        });
        return {
          kind: 'consent',
          client,
          reference,
          redirect,
          request: sealedRequest,
          isStepUp: stepUp !== undefined,
          cookies: { browser },
        };
      } catch (error) {
        if (error instanceof OAuthError) return await redirectWithError(identified, error, identity);
        throw error;
      }
    },
    decide: async (form, cookies) => {
      const parameters = readParameters(form);
      const consentRequest = await consentRequests.open(parameters.get('request') ?? '');
      const redirect = consentRequest && parseRedirectUri(consentRequest.redirectUri);
      if (!redirect || !(await isSameBrowser(cookies, consentRequest.browser))) {
        const reference = redirect && (await toClientReference(consentRequest.client, redirect));
        throw new PageError('consent_stale', undefined, reference);
      }
      const request: AuthorizeRequest = { ...consentRequest, redirect, state: consentRequest.state };
      if (parameters.get('decision') !== 'allow') {
        const error = new OAuthError('access_denied', 'The user denied the connection.');
        return await redirectWithError(request, error, identity);
      }
      const remembered = await consents.add(cookies.consents, request.client, redirect);
      return {
        kind: 'redirect',
        location: await startSignIn(request, cookies),
        reference: await toClientReference(request.client, redirect),
        cookies: remembered === undefined ? {} : { consents: remembered },
      };
    },
  };

  /** The access rules of the tenant, if it is known before the user has signed in. */
  async function checkClientAccess(
    { client, redirect, state }: AuthorizeRequest,
    address: string | undefined,
  ): Promise<FailedSignIn | undefined> {
    const tenantId = tenantOfBoundClient(client.clientId) ?? tenantIdOf(signInTenant);
    if (tenantId === undefined) return undefined;
    const attempt = { at: 'sign_in', clientId: client.clientId, address } as const;
    const { denial } = await dependencies.tenantAccess.check(tenantId, attempt);
    if (denial === undefined) return undefined;
    const error_description = en.denials[denial];
    const error = { error: 'access_denied', error_description, state, iss: identity.issuer };
    return {
      failure: ruleSignInFailure(denial),
      clientName: client.name,
      returnUrl: redirectTo(redirect.text, error),
      tenantId,
    };
  }

  async function startSignIn(
    { client, redirect, state, codeChallenge, stepUpHandles }: AuthorizeRequest,
    cookies: BrowserCookies,
  ): Promise<string> {
    const reference = await toClientReference(client, redirect);
    const stepUp = await stepUps.find(stepUpHandles, reference.id);
    const isProven = stepUp !== undefined && (await browserUsers.includes(cookies.users, stepUp.user));
    const tenant =
      (isProven ? stepUp.user.tenantId : undefined) ?? tenantOfBoundClient(client.clientId) ?? signInTenant;
    const started = await flow.start(cookies, {
      flow: 'client',
      tenant,
      grantId: randomId(),
      redirectUri: redirect.text,
      ...(state === undefined ? {} : { clientState: state }),
      clientName: client.name,
      client: reference,
      binding: await hashCodeBinding(client.clientId, redirect.text, codeChallenge, identity.resource),
      ...(stepUp ? { stepUpHandle: stepUp.handle } : {}),
      isRepeated: false,
    });
    const { loginHint: _, ...withoutHint } = stepUp ?? {};
    const prompt = stepUp && { stepUp: isProven ? stepUp : { cause: stepUp.cause, ...withoutHint } };
    return clientApplication.authorizationUrl(tenant, started, prompt);
  }
}

async function redirectWithError(
  { client, redirect, state }: IdentifiedRequest,
  error: OAuthError,
  { issuer }: AuthorizationServerIdentity,
): Promise<AuthorizeStep> {
  const parameters = { error: error.code, error_description: error.message, state, iss: issuer };
  return {
    kind: 'redirect',
    location: redirectTo(redirect.text, parameters),
    cookies: {},
    reference: await toClientReference(client, redirect),
  };
}
