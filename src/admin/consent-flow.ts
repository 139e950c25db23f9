import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import { adminConsentUrl, graphScope } from '../entra/scopes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuthorizationServerIdentity } from '../oauth/authorize-request.ts';
import { readAuthorizeFailure } from '../oauth/entra-client.ts';
import type { Parameters } from '../oauth/parameters.ts';
import { hashOf } from '../oauth/pkce.ts';
import { createSealedToken } from '../oauth/sealed-tokens.ts';
import type { AdminSession } from './session.ts';

/** What happens when Entra sends an administrator back from a page of consent. */
export type AdminConsentStep =
  | { readonly kind: 'next'; readonly location: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly failure: EntraFailure };

/** Consent for an organisation, to both applications, in the order in which Entra takes it. */
export interface AdminConsentFlow {
  /** The first page: the server application, and what it may read in Microsoft Graph. */
  begin(session: AdminSession, permissions: readonly string[] | 'all'): Promise<string>;
  /** Takes the answer of either page, or answers undefined where it is no answer to this administrator's tour. */
  proceed(parameters: Parameters, session: AdminSession): Promise<AdminConsentStep | undefined>;
}

/** What the tour works with. */
export interface AdminConsentFlowDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly graphOrigin: string;
  readonly loginUrl: URL;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const stateSchema = z.object({ application: z.enum(['server', 'client']), session: z.string() });
/** An administrator may want to read, and to ask a colleague. */
const tourTtlMs = 30 * 60_000;
/** So that people can sign in where they may not consent themselves. */
const signInScopes = 'openid profile';

/**
 * The server comes first: the client asks for the server's permission, and consent to it fails while the server is not
 * in the organisation (AADSTS650052). What the answers claim (`tenant`, `scope`) is not looked at: the organisation is
 * that of the session, and what is granted is learnt by asking for a token.
 */
export function createAdminConsentFlow(services: AdminConsentFlowDependencies): AdminConsentFlow {
  const { identity, graphOrigin, loginUrl, keyRing, clock } = services;
  const states = createSealedToken(keyRing, clock, {
    purpose: 'm365-consent-tour/v1',
    schema: stateSchema,
    ttlMs: tourTtlMs,
  });
  const bindingTo = ({ tenantId, objectId }: AdminSession): Promise<string> => hashOf(tenantId, objectId);
  return {
    begin: async (session, permissions) =>
      adminConsentUrl({
        loginUrl,
        tenantId: session.tenantId,
        clientId: identity.serverAppId,
        scope: `${graphScope(graphOrigin, permissions)} ${signInScopes}`,
        redirectUri: `${identity.issuer}/admin/consented`,
        state: await states.seal({ application: 'server', session: await bindingTo(session) }),
      }),
    proceed: async (parameters, session) => {
      const state =
        parameters.repeated.length > 0 ? undefined : await states.open(parameters.get('state') ?? '');
      if (!state || state.session !== (await bindingTo(session))) return undefined;
      if (parameters.get('error') !== undefined || parameters.get('admin_consent') === undefined) {
        return { kind: 'refused', failure: readAuthorizeFailure(parameters) };
      }
      if (state.application === 'client') return { kind: 'done' };
      const location = adminConsentUrl({
        loginUrl,
        tenantId: session.tenantId,
        clientId: identity.clientAppId,
        scope: `api://${identity.serverAppId}/.default ${signInScopes}`,
        redirectUri: `${identity.issuer}/oauth/callback`,
        state: await states.seal({ application: 'client', session: state.session }),
      });
      return { kind: 'next', location };
    },
  };
}
