import type { ConditionalAccessPolicy } from './authorize/conditional-access.ts';
import type { PendingSignIn } from './authorize/pending-sign-in.ts';
import type { SignInContext } from './authorize/sign-in-context.ts';
import type { CloudName } from './directory/microsoft-cloud.ts';
import type { Directory, DirectoryUser } from './directory/directory.ts';
import { seedDirectory } from './directory/seed-directory.ts';
import type { AadstsCode } from './errors/aadsts-table.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { DeviceSignIn } from './token/device-code.ts';

/** Data of an issued authorization code. */
export interface IssuedCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly platform: Platform;
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly expiresAtMs: number;
  redeemed: boolean;
}

/** Platform under which a redirect URI is registered: it decides whether the client must prove itself. */
export type Platform = 'public' | 'web';

/** Data of an issued refresh token. It is bound to a user and a client, not to a resource. */
interface IssuedRefreshToken {
  readonly clientId: string;
  readonly platform: Platform;
  readonly scope: string;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly issuedAtMs: number;
  lastUsedMs: number;
}

/** Data of an issued Graph token. */
export interface IssuedGraphToken {
  readonly tenantId: string;
  readonly objectId: string;
  readonly scopes: ReadonlySet<string>;
  /** Application permissions: the token has no user, and `objectId` is the service principal. */
  readonly isApplication?: true;
  readonly expiresAtMs: number;
}

/** An error that the next matching requests get instead of their response. */
export interface ForcedError {
  readonly at: 'authorize' | 'authorization_code' | 'refresh_token' | 'on_behalf_of';
  readonly code: AadstsCode;
  /** Only for this user; for all users when absent. Not known yet at `authorize`. */
  readonly user?: DirectoryUser;
  readonly claims?: string;
  remaining: number;
}

interface MutableState {
  directory: Directory;
  policies: readonly ConditionalAccessPolicy[];
  /** Whether a request with a known `login_hint` signs in without a page. */
  autoSignIn: boolean;
  forcedErrors: ForcedError[];
  pendingSignIns: Map<string, PendingSignIn>;
  /** Browser sessions by cookie value. */
  browserSessions: Map<string, { readonly user: DirectoryUser; readonly context: SignInContext }>;
  codes: Map<string, IssuedCode>;
  /** Sign-ins on another device, by device code. */
  deviceSignIns: Map<string, DeviceSignIn>;
  refreshTokens: Map<string, IssuedRefreshToken>;
  graphTokens: Map<string, IssuedGraphToken>;
  /** How long Graph takes to replicate a new application or service principal. */
  replicationDelayMs: number;
}

export interface EntraState extends MutableState {
  readonly keys: SigningKeys;
  readonly cloud: CloudName;
  nowMs(): number;
}

/** The state of the simulated Entra before anything happens. */
export function createInitialState(): MutableState {
  return {
    directory: seedDirectory(),
    policies: [],
    autoSignIn: true,
    forcedErrors: [],
    pendingSignIns: new Map(),
    browserSessions: new Map(),
    codes: new Map(),
    deviceSignIns: new Map(),
    refreshTokens: new Map(),
    graphTokens: new Map(),
    replicationDelayMs: 0,
  };
}
