/** What a test does to an object of the platform. */
export type ObjectFault =
  /** The object is thrown out of memory at once, and everything that it was doing with it. */
  | { readonly kind: 'abort' }
  /** So many calls fail before they begin, as the platform lets them fail. */
  | { readonly kind: 'fail'; readonly times: number; readonly error: PlatformError }
  /** Runs SQL on the object's storage. */
  | { readonly kind: 'sql'; readonly query: string };

/** What the platform says of a call that failed. */
export interface PlatformError {
  readonly message: string;
  readonly retryable?: boolean;
  readonly overloaded?: boolean;
  readonly durableObjectReset?: boolean;
}

/** Which object: by its class's binding and its name. */
export interface ObjectId {
  readonly binding: 'TOKEN_VAULT' | 'TENANT_POLICY' | 'OAUTH_USER';
  readonly name: string;
}

/** Where the Worker takes such orders: a POST of both. */
export const faultPath = '/__object';
