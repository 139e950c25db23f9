import type { ExtractedDocument, PagedDocument } from 'document-text';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { Zone } from '../time/time-zone.ts';
import type { IsExternal } from './addresses.ts';
import type { KnownLabels, LabelAccess } from './labels.ts';
import type { ListPosition } from './list-page.ts';

/** Hosts of SharePoint that `read_resource` may name in a request besides those of the user's tenant; `*`: all. */
export type FurtherHosts = ReadonlySet<string> | '*';

/** One user's access to Microsoft 365 during one tool call. */
export interface M365Context {
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** Whether Graph sorts and filters chats and their messages: not in US government clouds. */
  readonly canSortChats: boolean;
  /** Origin of links to Teams in the cloud of the deployment; undefined where there is no Teams. */
  readonly teamsOrigin: string | undefined;
  /** The user's time zone, or UTC when no granted permission allows to read it. Requested from Graph at most once. */
  readonly timeZone: () => Promise<Zone>;
  /**
   * Decides whether these addresses are outside the organization. Its domains are requested once per isolate and day, and
   * only for an address that may be outside.
   */
  readonly isExternal: (addresses: readonly string[]) => Promise<IsExternal>;
  /** Verified domains of the tenant in lower case; undefined when they cannot be read. */
  readonly tenantDomains: () => Promise<ReadonlySet<string> | undefined>;
  readonly furtherHosts: FurtherHosts;
  /** The tenant's rules about content with sensitivity labels. */
  readonly labels: LabelAccess;
}

/** Context of reading a resource. */
export interface ResourceContext extends M365Context {
  /** Names of the tools that the user can call. */
  readonly tools: readonly string[];
  /** Names of the other tools, with the reason. */
  readonly disabledTools: Readonly<Record<string, string | undefined>>;
}

/** Content of a resource: metadata, and a document, images or a list. */
export interface ResourceContent {
  /** The URI with ids, when the resource was opened by a name or a link. */
  readonly uri?: string;
  readonly title?: string | undefined;
  /** Metadata, shown outside the untrusted text; empty members are dropped. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Untrusted text, sanitized but neither paginated nor fenced. */
  readonly document?: ExtractedDocument | PagedDocument;
  readonly images?: readonly Picture[];
  /**
   * The sensitivity labels of the content as far as they are known, besides those of the document. The content is not
   * returned if they are withheld. Undefined for a kind of content that has none, such as a folder or a chat.
   */
  readonly labels?: KnownLabels;
  /** One page of a list. A document beside it is the text of that page. */
  readonly list?: ResourceList;
  /** Frees the memory of the content, after it was rendered. */
  readonly release?: (() => void) | undefined;
  /** Missing or shortened parts, in the connector's words. */
  readonly note?: string | undefined;
}

/** An image of a type that MCP clients display. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** One page of a list; the first page is 1. */
export interface ResourceList {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly page: number;
  /** Number of entries, when they are in the document. Default: that of the items. */
  readonly shown?: number;
  /** Where the next page starts; undefined for the last one. */
  readonly next: ListPosition | undefined;
}
