import type { Document } from '../../seed-data/documents/document.ts';
import type { MailboxLimit } from './mailbox-limit.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { TenantData } from './tenant-data.ts';

/** Interface between Entra ID and Graph in the simulator. */

/** User and permissions of a validated Graph token. */
export interface GraphSession {
  /** Directory that issued the token: a lower-case GUID. */
  readonly tenantId: string;
  /** Object id of the user in that directory. The same id may exist in the other directory. */
  readonly objectId: string;
  /** Delegated Graph permissions by their bare names, such as `Mail.Read`. */
  readonly scopes: ReadonlySet<string>;
  /** Application permissions: there is no user, and `objectId` is the service principal. */
  readonly isApplication?: true;
}

/** Dependencies of Graph. */
export interface GraphContext {
  /** The tenant's clock in milliseconds since the epoch. It can be turned, so read it for each request. */
  nowMs(): number;
  /** Origin of pre-authenticated download addresses, without a trailing slash. */
  downloadOrigin(): string;
  /** Default: the settings at the start. */
  readonly settings?: ServiceSettings;
  readonly mailboxLimit?: MailboxLimit;
  /** Further files in the OneDrive of Megan. */
  readonly documents?: readonly Document[];
}

/** Microsoft Graph v1.0 of both tenants. */
export interface Graph {
  /**
   * Handles one request with a validated bearer token. The path starts with `/v1.0/` on any host. Errors
   * become Graph error responses.
   */
  fetch(request: Request, session: GraphSession): Promise<Response>;
  /** Data of a tenant, for changes of its content. */
  tenant?(tenantId: string): TenantData;
  /** Handles one request to the pre-authenticated download host, which takes no bearer token. */
  download(request: Request): Promise<Response>;
}

/** `createGraph` of `graph/graph.ts`. */
export type CreateGraph = (context: GraphContext) => Graph;
