import type { z } from 'zod';
import type { GraphPath } from './path.ts';

/** One read request to Microsoft Graph v1.0. */
export interface GraphRequest<T> {
  /** POST is for the read actions alone: `/search/query`, `getSchedule`, `$batch` of GETs. Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly path: GraphPath;
  /** OData query options; undefined members are left out. Values are encoded here, never by the caller. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Values of the `Prefer` header. The client itself adds `IdType="ImmutableId"` to every mail and calendar request. */
  readonly prefer?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What is taken from the answer: everything else is dropped. An answer that does not fit is `upstream_unavailable`. */
  readonly schema: z.ZodType<T>;
}

/** Bytes that Graph or a download host gave. */
export interface GraphBytes {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  /** Size of the whole, where the answer was a range of it. */
  readonly totalBytes?: number | undefined;
}

/** How to fetch bytes. */
export interface GraphDownload {
  readonly path: GraphPath;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** More bytes than this end in `too_large`. Default 25 MB. */
  readonly maxBytes?: number;
}

/**
 * Microsoft Graph as one signed-in person, for the length of one tool call. Retries what may be retried, holds at most
 * four requests at once, and turns every failure into an {@link AppError}.
 */
export interface GraphClient {
  /** One request. A GET whose path would tell a name to whoever sees addresses goes within a batch, and no differently. */
  json<T>(request: GraphRequest<T>): Promise<T>;
  /**
   * Follows an `@odata.nextLink` that Graph gave for the same request. The link is refused (`upstream_unavailable`) unless it
   * stays on Graph's origin and on the path of `request`; headers, `prefer` and `schema` are those of `request`.
   */
  next<T>(link: string, request: GraphRequest<T>): Promise<T>;
  /**
   * Up to 20 GETs in one round trip. Each entry succeeds or fails by itself: a failed one is the AppError it would have
   * thrown.
   */
  batch<T>(requests: readonly GraphRequest<T>[]): Promise<readonly (T | Error)[]>;
  /** Bytes from Graph itself (`$value`) or behind its 302 to a pre-authenticated host, which never sees the token. */
  download(request: GraphDownload): Promise<GraphBytes>;
  /** `request-id`s of the answers so far, for the audit event. */
  readonly requestIds: readonly string[];
}
