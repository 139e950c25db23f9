import type { Application, DirectoryUser, Tenant } from '../directory/directory.ts';
import type { EntraState } from '../entra-state.ts';

/** A request to the token endpoint with what every grant needs of it. */
export interface TokenRequest {
  readonly state: EntraState;
  readonly request: Request;
  readonly form: URLSearchParams;
  readonly application: Application;
  /** The tenant in the URL, or undefined for `organizations` and `common`. */
  readonly tenant: Tenant | undefined;
  /** Tells the request log whom the request turned out to be about. */
  logUser(user: DirectoryUser): void;
}

/**
 * Members of a token response.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export interface TokenResponse {
  readonly token_type: 'Bearer';
  readonly scope: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
}
