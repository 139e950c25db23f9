import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { IdTokenVerifier } from '../entra/id-token.ts';
import type { AuthorizationFlow } from '../oauth/authorization-flow.ts';
import type { AuthorizationServerIdentity } from '../oauth/authorize-request.ts';
import type { ClientApplication } from '../oauth/client-application.ts';
import type { EntraClient } from '../oauth/entra-client.ts';
import type { SessionDependencies, Sessions } from '../oauth/sessions.ts';
import { type CheckSignIn, createCheckSignIn } from './check-sign-in.ts';
import { type AdminConsentFlow, createAdminConsentFlow } from './consent-flow.ts';
import { type AdminSession, createAdminSessions } from './session.ts';
import { type AdminSignIn, createAdminSignIn } from './sign-in.ts';

export interface AdminDependencies extends SessionDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly flow: AuthorizationFlow;
  readonly serverApplication: EntraClient;
  readonly clientApplication: ClientApplication;
  readonly signInTenant: string;
  readonly idTokens: IdTokenVerifier;
  readonly verifier: AccessTokenVerifier;
  readonly graphOrigin: string;
  readonly loginUrl: URL;
  readonly isPermission: (name: string) => boolean;
}

/** The sign-ins of administrators: to the administration pages, for consent, and for the self-check. */
export interface Admin {
  readonly signIn: AdminSignIn;
  readonly sessions: Sessions<AdminSession>;
  readonly consent: AdminConsentFlow;
  readonly check: CheckSignIn;
}

/** Creates the sign-ins, once per isolate. */
export function createAdmin(dependencies: AdminDependencies): Admin {
  const { identity, flow, clientApplication, serverApplication, graphOrigin } = dependencies;
  return {
    signIn: createAdminSignIn({
      flow,
      serverApplication,
      signInTenant: dependencies.signInTenant,
      idTokens: dependencies.idTokens,
      graphOrigin,
      isPermission: dependencies.isPermission,
    }),
    sessions: createAdminSessions(dependencies),
    consent: createAdminConsentFlow({ flow, identity, graphOrigin, loginUrl: dependencies.loginUrl }),
    check: createCheckSignIn({ flow, clientApplication, verifier: dependencies.verifier }),
  };
}
