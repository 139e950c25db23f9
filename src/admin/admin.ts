import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { ClientCredential } from '../entra/client-credential.ts';
import type { IdTokenVerifier } from '../entra/id-token.ts';
import type { Clock } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { createEntraSignIn } from '../oauth/authorization-flow.ts';
import { createEntraClient } from '../oauth/entra-client.ts';
import type { SealedToken } from '../oauth/sealed-tokens.ts';
import type { AuthorizationServerSettings } from '../oauth/server.ts';
import { type CheckSignIn, createCheckSignIn } from './check-sign-in.ts';
import { type AdminConsentFlow, createAdminConsentFlow } from './consent-flow.ts';
import { type AdminSession, createAdminSessions } from './session.ts';
import { type AdminSignIn, createAdminSignIn } from './sign-in.ts';

/** What the administration works with. */
export interface AdminServices {
  readonly settings: AuthorizationServerSettings;
  readonly serverCredential: ClientCredential;
  /** Where the client application is confidential. */
  readonly clientCredential: ClientCredential | undefined;
  readonly idTokens: IdTokenVerifier;
  readonly verifier: AccessTokenVerifier;
  readonly loginFetch: OutboundFetch;
  readonly isPermission: (name: string) => boolean;
  readonly clock: Clock;
}

/** The sign-ins of administrators: to the page, to consent, and to try the way that everybody goes. */
export interface Admin {
  readonly signIn: AdminSignIn;
  readonly sessions: SealedToken<AdminSession>;
  readonly consent: AdminConsentFlow;
  readonly check: CheckSignIn;
}

/** Puts the administration together, once for each isolate. */
export function createAdmin(services: AdminServices): Admin {
  const { settings, clock, verifier, idTokens } = services;
  const { keyRing, cloud, loginUrl } = settings;
  const identity = { ...settings, issuer: settings.publicUrl.origin };
  const { graphOrigin } = cloud;
  const common = { cloud, loginUrl, keyRing, clock, fetch: services.loginFetch };
  return {
    signIn: createAdminSignIn({
      server: createEntraClient({
        ...common,
        clientId: settings.serverAppId,
        redirectUri: `${identity.issuer}/admin/callback`,
        credential: services.serverCredential,
      }),
      idTokens,
      graphOrigin,
      tenant: 'organizations',
      isPermission: services.isPermission,
      keyRing,
      clock,
    }),
    sessions: createAdminSessions(keyRing, clock),
    consent: createAdminConsentFlow({ ...common, identity, graphOrigin }),
    check: createCheckSignIn({
      ...common,
      entra: createEntraSignIn({ ...common, identity, credential: services.clientCredential }),
      verifier,
    }),
  };
}
