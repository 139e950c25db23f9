import type { ExtractedDocument, PagedDocument } from '../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { Zone } from '../time/time-zone.ts';

/** What was found behind a URI: a document, a picture, a list, or facts alone. */
export interface ResourceContent {
  /** The URI by id, where it was opened by a name or a link. */
  readonly uri?: string;
  readonly title?: string | undefined;
  /** Where it comes from and what it is. Stands outside the untrusted text; empty members are dropped. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Text from outside, cleaned but neither paged nor fenced yet. */
  readonly document?: ExtractedDocument | PagedDocument;
  readonly images?: readonly Picture[];
  /** One page of what is in it. A document along with it is the text of that page. */
  readonly list?: ResourceList;
  /** What is missing, in our words. */
  readonly note?: string | undefined;
}

/** A picture of a kind that clients show. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** A page of a list. Pages count from 1. */
export interface ResourceList {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly page: number;
  readonly more: boolean;
}

/** What opening a resource takes. */
export interface ResourceContext {
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** The person's own time zone. */
  readonly timeZone: () => Promise<Zone>;
  /** Names of the tools that the person can use now. */
  readonly tools: readonly string[];
  /** The others, and why they cannot. */
  readonly toolsOff: Readonly<Record<string, string | undefined>>;
}
