/** A fault to inject into a Durable Object. */
export type ObjectFault =
  /** Aborts the object and its pending calls. */
  | { readonly kind: 'abort' }
  /** The next calls fail with a platform error before they start. */
  | { readonly kind: 'fail'; readonly times: number; readonly error: PlatformError }
  /** The next call starts late. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Runs SQL on the object's storage. */
  | { readonly kind: 'sql'; readonly query: string };

/** Error of the Workers runtime for a failed call. */
export interface PlatformError {
  readonly message: string;
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Binding and name of a Durable Object. */
export interface ObjectId {
  readonly binding: 'TOKEN_VAULT' | 'TENANT_POLICY' | 'OAUTH_USER' | 'BROWSER_SESSION';
  readonly name: string;
}

/** Path of the Worker for a POST with object and fault. */
export const faultPath = '/__object';
