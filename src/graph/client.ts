import type { z } from 'zod';
import type { GraphPath } from './path.ts';

/** One read request to Microsoft Graph v1.0. */
export interface GraphRequest<T> {
  /** POST only for read actions: `/search/query`, `getSchedule`. Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly path: GraphPath;
  /** OData query options, not encoded; undefined members are omitted. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Values of the `Prefer` header. The client adds `IdType="ImmutableId"` to every mail and calendar request. */
  readonly prefer?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Members of the response to keep. A response that does not match is `upstream_unavailable`. */
  readonly schema: z.ZodType<T>;
}

/** Content from Graph or from a download host. */
export interface GraphBytes {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  /** Version of the content, where the host states it. */
  readonly etag?: string | undefined;
  /** `Content-Range`, when `bytes` is a range of the content. */
  readonly range?: { readonly start: number; readonly totalBytes: number } | undefined;
}

/** A request for content. */
export interface GraphDownload {
  readonly path: GraphPath;
  /**
   * Pre-authenticated URL of the content, from `@microsoft.graph.downloadUrl`. Where it does not serve the content, `path`
   * is requested.
   */
  readonly location?: URL | undefined;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Larger content is `too_large`. Default 25 MB. */
  readonly maxBytes?: number;
}

/** An access token that Graph answered with 401. */
export interface RejectedToken {
  readonly accessToken: string;
  /**
   * The claims of a continuous access evaluation challenge. Without them the token was revoked or has expired.
   * @see https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
   */
  readonly claims?: string | undefined;
}

/** Token and limits of the requests of one tool call. */
export interface GraphAccess {
  readonly accessToken: string;
  /** `tenant/object id` of the user: the requests of all calls of one user share the limits of a mailbox. */
  readonly user: string;
  /** Returns another access token, or undefined. Without it, a 401 is `sign_in_required`. */
  readonly renewAccessToken?: (rejected: RejectedToken) => Promise<string | undefined>;
  /** Called before content is downloaded. */
  readonly onContentRead?: () => void;
  /** Aborts every request. */
  readonly signal: AbortSignal;
  /** No request lasts longer than this. */
  readonly deadlineMs: number;
}

/** Opens a client for one tool call. */
export type OpenGraph = (access: GraphAccess) => GraphClient;

/**
 * Microsoft Graph as one signed-in user, for one tool call. Retries transient errors, sends at most four requests of
 * a user to one mailbox at once, and turns every error into an {@link AppError}.
 */
export interface GraphClient {
  /** One JSON request. A GET whose path contains sensitive text is sent inside a `$batch`, see sensitive-paths.ts. */
  json<T>(request: GraphRequest<T>): Promise<T>;
  /**
   * Follows an `@odata.nextLink` from a response to `request`, with the same headers and schema.
   * @throws AppError `upstream_unavailable` for a link to another origin or path
   */
  next<T>(link: string, request: GraphRequest<T>): Promise<T>;
  /** Up to 20 GETs in one round trip. A failed entry is the AppError that it would have thrown. */
  batch<T>(requests: readonly GraphRequest<T>[]): Promise<readonly (T | Error)[]>;
  /**
   * Content from Graph (`$value`), or from a pre-authenticated URL, which is requested without a token: that of `location`
   * or of a 302. Requests with a `Range` header share the URL of a 302.
   */
  download(request: GraphDownload): Promise<GraphBytes>;
  /**
   * Reserves memory of the isolate for content of this size. Returns the function that releases it after use.
   * @throws AppError `throttled` if there is none within five seconds
   */
  reserveMemory(bytes: number): Promise<() => void>;
  /** `request-id` of each response so far, for the audit event. */
  readonly requestIds: readonly string[];
}
