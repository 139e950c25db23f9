import { z } from 'zod';
import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { type ToEntraServices, codeBinding, toEntra } from './authorization-flow.ts';
import {
  type Answerable,
  type AuthorizeRequest,
  type AuthorizationServerIdentity,
  identifyRequest,
  validateAuthorizeRequest,
} from './authorize-request.ts';
import { type Client, type Clients, needsConsent } from './clients.ts';
import type { Consents } from './consent.ts';
import { OAuthError, PageError } from './errors.ts';
import { readParameters } from './parameters.ts';
import { hashOf } from './pkce.ts';
import { type RedirectUri, parseRedirectUri, redirectTo } from './redirect-uri.ts';
import { createSealedToken, stateTtlMs } from './sealed-tokens.ts';
import type { StepUps } from './step-up.ts';

/** What the browser brings along. */
export interface BrowserCookies {
  /** Random; marks the browser that a sign-in was begun in. */
  readonly browser: string | undefined;
  readonly consents: string | undefined;
}

/** What happens next, and the cookies to set with it. */
export type AuthorizeStep = {
  readonly cookies: { readonly browser?: string; readonly consents?: string };
} & (
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'ask';
      readonly client: Client;
      readonly redirect: RedirectUri;
      /** The request, sealed, for the form to bring back. */
      readonly request: string;
      /** Whether a person may be sent on to an identity provider of their own organisation at once. */
      readonly isStepUp: boolean;
    }
);

/** The authorization endpoint. Both methods throw SignInProblem where there is nobody to answer to. */
export interface Authorize {
  begin(query: URLSearchParams, cookies: BrowserCookies): Promise<AuthorizeStep>;
  /** The person's answer to the consent page. */
  decide(form: URLSearchParams, cookies: BrowserCookies): Promise<AuthorizeStep>;
}

/** What the endpoint works with. */
export interface AuthorizeServices extends ToEntraServices {
  readonly identity: AuthorizationServerIdentity;
  /** The tenant that signs people in: its id, or `organizations`. */
  readonly signInTenant: string;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly stepUps: StepUps;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const askedSchema = z.object({
  client: z.object({
    kind: z.enum(['configured', 'registered', 'document']),
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
  browser: z.string(),
});

/** Makes the endpoint. */
export function createAuthorize(services: AuthorizeServices): Authorize {
  const { identity, clients, consents, stepUps } = services;
  const askedFormat = createSealedToken(services.keyRing, services.clock, {
    purpose: 'm365-consent-request/v1',
    schema: askedSchema as z.ZodType<Asked>,
    ttlMs: stateTtlMs,
  });
  return {
    begin: async (query, cookies) => {
      const parameters = readParameters(query);
      const answerable = await identifyRequest(parameters, clients);
      const browser = isRandomId(cookies.browser) ? cookies.browser : randomId();
      try {
        const request = validateAuthorizeRequest(answerable, parameters, identity);
        const { client, redirect } = request;
        if (!needsConsent(client, redirect) || (await consents.isGiven(cookies.consents, client, redirect))) {
          return {
            kind: 'redirect',
            location: await goOn(request, browser, services),
            cookies: { browser },
          };
        }
        const asked = await askedFormat.seal(askedOf(request, await hashOf(browser)));
        const isStepUp = (await stepUps.find(request.stepUpHandles)) !== undefined;
        return { kind: 'ask', client, redirect, request: asked, isStepUp, cookies: { browser } };
      } catch (error) {
        if (error instanceof OAuthError) return { ...refuse(answerable, error, identity), cookies: {} };
        throw error;
      }
    },
    decide: async (form, cookies) => {
      const parameters = readParameters(form);
      const asked = await askedFormat.open(parameters.get('request') ?? '');
      const redirect = asked && parseRedirectUri(asked.redirectUri);
      // The form is good only in the browser that it was shown in, whose cookie no other site can make it send.
      if (!redirect || !isRandomId(cookies.browser) || asked.browser !== (await hashOf(cookies.browser))) {
        throw new PageError('consent_stale');
      }
      const request: AuthorizeRequest = { ...asked, redirect, state: asked.state };
      if (parameters.get('decision') !== 'allow') {
        const error = new OAuthError('access_denied', 'The person did not agree to the connection.');
        return { ...refuse(request, error, identity), cookies: {} };
      }
      return {
        kind: 'redirect',
        location: await goOn(request, cookies.browser, services),
        cookies: { consents: await consents.add(cookies.consents, request.client, redirect) },
      };
    },
  };
}

type Asked = Omit<AuthorizeRequest, 'redirect'> & { readonly redirectUri: string; readonly browser: string };

function askedOf({ redirect, ...request }: AuthorizeRequest, browser: string): Asked {
  return { ...request, redirectUri: redirect.text, browser };
}

function refuse({ redirect, state }: Answerable, error: OAuthError, { issuer }: AuthorizationServerIdentity) {
  const answer = { error: error.code, error_description: error.message, state, iss: issuer };
  return { kind: 'redirect', location: redirectTo(redirect.text, answer) } as const;
}

async function goOn(
  { client, redirect, state, codeChallenge, stepUpHandles }: AuthorizeRequest,
  browser: string,
  services: AuthorizeServices,
): Promise<string> {
  const { identity, signInTenant, stepUps, clock } = services;
  const stepUp = await stepUps.find(stepUpHandles);
  const signIn = {
    redirectUri: redirect.text,
    ...(state === undefined ? {} : { clientState: state }),
    clientName: client.name,
    binding: await codeBinding(client.clientId, redirect.text, codeChallenge, identity.resource),
    browser: await hashOf(browser),
    tenant: stepUp?.person.tenantId ?? signInTenant,
    ...(stepUp ? { stepUpHandle: stepUp.handle } : {}),
    isRepeated: false,
    startedAtMs: clock.nowMs(),
  };
  return await toEntra(signIn, stepUp, services);
}
