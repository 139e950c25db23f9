import type { ConditionalAccessPolicy } from '../entra/authorize/conditional-access.ts';
import {
  type Directory,
  type DirectoryUser,
  type FederatedCredential,
  type SignInAudience,
  type Tenant,
  findUser,
} from '../entra/directory/directory.ts';
import type { ForcedError } from '../entra/entra-state.ts';
import type { AadstsCode } from '../entra/errors/aadsts-table.ts';
import type { KeyName } from '../entra/signing-keys.ts';
import type { Fault } from '../fault-injection/faults.ts';
import type { ContractViolation } from '../graph-contract/check-contract.ts';
import type { FederatedDocument, RegistrationDocument } from '../graph/applications/registration.ts';
import type { ServiceCondition } from '../graph/core/conditions.ts';
import type { ServiceSettings } from '../graph/core/service-settings.ts';
import type { ContentControl } from './content-control.ts';
import type { LoggedRequest, RequestFilter } from '../request-log/request-log.ts';
import { users } from '../seed-data/tenants.ts';

/** A user by the key in `users` (`megan`), by user principal name, or as `{tenantId}/{objectId}`. */
type UserReference = string;

/** One of the two applications of the connector, by its part. */
export type AppName = 'server' | 'client';

export interface MintOptions {
  readonly user: UserReference;
  /** Claims to add or to replace. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims to leave out. */
  readonly omit?: readonly string[];
  /** Members of the header to add or to replace. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** The key that signs: by name, or by `kid`. Default `current`. */
  readonly key?: KeyName | (string & {});
  /** Default: between 60 and 90 minutes. */
  readonly lifetimeSeconds?: number;
  /** Whether the sign-in behind the token had a second factor. Default false. */
  readonly mfa?: boolean;
  /** Default: what the user's device is. */
  readonly compliantDevice?: boolean;
}

export interface NewConditionalAccessPolicy extends Omit<
  ConditionalAccessPolicy,
  'id' | 'tenantId' | 'resourceId' | 'objectIds'
> {
  readonly tenantId: string;
  /** Protected resource. Default `graph`, where policies apply during the On-Behalf-Of exchange. */
  readonly resource?: 'graph' | 'server';
  /** The users it applies to; all users when absent. */
  readonly users?: readonly UserReference[];
}

interface UserChange {
  readonly enabled?: boolean;
  /** The enterprise applications that the user is assigned to: both at the start, for most. */
  readonly assignedTo?: readonly AppName[];
  readonly compliantDevice?: boolean;
  /** Ids of directory role templates. */
  readonly directoryRoles?: readonly string[];
  /** Values of app roles in the server application, such as `Connector.Admin`. */
  readonly appRoles?: readonly string[];
}

interface ServicePrincipalChange {
  readonly tenantId: string;
  readonly app: AppName;
  /** `missing` takes it out of the tenant, with everything that it was granted. */
  readonly state?: 'present' | 'disabled' | 'missing';
  readonly assignmentRequired?: boolean;
}

interface ApplicationChange {
  readonly app: AppName;
  /** `AzureADMyOrg` with `homeTenantId` makes it a single-tenant application. */
  readonly signInAudience?: SignInAudience;
  readonly homeTenantId?: string;
  /** Redirect URIs of the platform *Mobile and desktop applications*. */
  readonly publicClientRedirectUris?: readonly string[];
  /** Redirect URIs of the platform *Web*. */
  readonly webRedirectUris?: readonly string[];
  /** Client secrets with the end of their life in milliseconds since the epoch; without one they do not expire. */
  readonly secrets?: readonly { readonly secretText: string; readonly endMs?: number }[];
  /** Certificates (PEM) that may sign client assertions. */
  readonly certificates?: readonly string[];
  /** Federated credentials of the application. */
  readonly federatedCredentials?: readonly FederatedCredential[];
}

interface DeviceCodeDecision {
  /** User code that the device shows. */
  readonly userCode: string;
  readonly user: UserReference;
  /** Default true. */
  readonly approve?: boolean;
}

/** An app registration created through Graph, in Graph's format. */
interface RegistrationSummary {
  readonly appId: string;
  readonly uniqueName: string;
  readonly document: RegistrationDocument;
  readonly passwordCount: number;
  readonly federated: readonly FederatedDocument[];
  readonly owners: readonly string[];
}

interface ForcedErrorOptions {
  readonly at: ForcedError['at'];
  readonly code: AadstsCode;
  readonly user?: UserReference;
  /** Claims challenge that goes with it: JSON text. */
  readonly claims?: string;
  /** Number of requests that fail. Default 1. */
  readonly times?: number;
}

interface KeySummary {
  readonly kid: string;
  readonly issuer: string;
  readonly isCurrent: boolean;
}

/**
 * Changes the simulator while it runs. Parameters and results are plain JSON, so it also works over HTTP.
 * Unknown names throw.
 */
export interface SimulatorControl extends ContentControl {
  /** An access token for the server application as Entra would issue it to the client application, or nearly so. */
  mint(options: MintOptions): Promise<string>;
  /** Signs two texts as a token, however malformed they are. */
  sign(parts: {
    readonly header: string;
    readonly payload: string;
    readonly key?: KeyName | (string & {});
  }): Promise<string>;

  /** The published signing keys. */
  keys(): readonly KeySummary[];
  /** A new key signs from now on; the old ones stay published. Resolves to its `kid`. */
  rollSigningKey(): Promise<string>;
  /** Takes a key out of the key document. */
  removeSigningKey(kid: string): void;

  /** Graph permissions of the server application for all users in a tenant. */
  grants(tenantId: string): readonly string[];
  /** Sets them, as an administrator's consent or revocation would. */
  setGrants(tenantId: string, permissions: readonly string[]): void;
  /** Sets those of one user, which then count alone; `null` goes back to all users's. */
  setUserGrants(user: UserReference, permissions: readonly string[] | null): void;
  /** Whether users may consent for themselves. */
  setUserConsent(tenantId: string, userConsent: Tenant['userConsent']): void;

  /** Replaces all Conditional Access policies. Returns their ids in the same order. */
  setConditionalAccess(policies: readonly NewConditionalAccessPolicy[]): readonly string[];
  /** The next matching requests fail with this AADSTS error. */
  forceError(error: ForcedErrorOptions): void;

  updateUser(user: UserReference, change: UserChange): void;
  updateServicePrincipal(change: ServicePrincipalChange): void;
  updateApplication(change: ApplicationChange): Promise<void>;
  /** Adds users without a mailbox of their own to a tenant. Returns their user principal names. */
  addUsers(tenantId: string, count: number): readonly string[];
  /** Lets a user sign in who is only in the directory so far: mail, calendar and rights as Graph has them. */
  enableCoworkerSignIn(userPrincipalName: string): void;
  /** Revokes what a user has signed in with: refresh tokens, browser sessions, and exchanges of earlier tokens. */
  revokeSessions(user: UserReference): void;
  /**
   * Completes a device code as on the page `/devicelogin`.
   * @throws Error where Entra would show an error
   */
  completeDeviceCode(decision: DeviceCodeDecision): void;

  /** App registrations that were made through Graph. */
  registrations(): readonly RegistrationSummary[];
  /** Tenant-wide grants, by application ids. */
  tenantGrants(tenantId: string): readonly {
    readonly clientId: string;
    readonly resourceId: string;
    readonly scopes: readonly string[];
  }[];
  /** Takes a delegated permission out of Graph, as in a national cloud that does not have it. */
  withdrawGraphPermission(name: string): void;
  /** How long Graph takes to replicate new applications and service principals. */
  setReplicationDelay(delayMs: number): void;
  /** Whether a policy of the tenant rejects self-signed certificates. */
  setCertificatePolicy(tenantId: string, rejectsSelfSigned: boolean): void;
  /** Whether a request with a known `login_hint` signs in, approves and consents without a page. */
  setAutoSignIn(enabled: boolean): void;

  /** `documented` or, the default, `practice`: where reference pages and observed service differ. */
  setBehavior(behavior: ServiceSettings['behavior']): void;
  setCloud(cloud: ServiceSettings['cloud']): void;
  /** Replaces the observed conditions that hold while the service behaves as in practice. */
  setConditions(conditions: readonly ServiceCondition[]): void;
  /**
   * How long Exchange takes for each request to a mailbox. It serves four at once for each mailbox, those within a batch
   * included, and rejects others with 429 `ApplicationThrottled`. Default 0: no two requests meet.
   */
  setMailboxServiceTime(milliseconds: number): void;
  /** Exchange serves no request to a mailbox before it rejected one, however late that arrives. */
  holdMailboxesUntilRejection(): void;
  /** Number of requests, those within a batch included, that were over the limit of a mailbox. */
  mailboxRejections(): number;
  /** Settings of the Teams admin center, Meetings, Transcript API access. Absent ones stay. */
  setTeamsSettings(
    tenantId: string,
    settings: { readonly transcriptApi?: boolean; readonly speakerAttribution?: boolean },
  ): void;

  nowMs(): number;
  /** Moves the tenant's clock, forward or back. */
  advanceClock(byMs: number): void;

  addFault(fault: Fault): void;
  clearFaults(): void;

  /** The newest requests, oldest first. */
  requests(filter?: RequestFilter): readonly LoggedRequest[];
  /** Requests by kind since the start or the last `clearRequests`. */
  counts(): Readonly<Record<string, number>>;
  clearRequests(): void;
  /** Graph requests that violate the OpenAPI description, when it is available. */
  contractViolations(): readonly ContractViolation[];

  /** Everything as at the start: directory, keys, clock, faults, log. */
  reset(): void;
}

/** The user of a name that a test gave. Throws for an unknown user, so that a misspelt test fails. */
export function requireUser(directory: Directory, name: UserReference): DirectoryUser {
  const seedUser = Object.entries(users).find(([key]) => key === name)?.[1];
  const user = findUser(directory, seedUser ? `${seedUser.tenantId}/${seedUser.objectId}` : name);
  if (!user) throw new Error(`Unknown user: ${name}`);
  return user;
}
