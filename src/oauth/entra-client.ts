import { z } from 'zod';
import type { ClientCredential } from '../entra/client-credential.ts';
import type { CloudEndpoints } from '../entra/clouds.ts';
import { type EntraFailure, classifyTokenError } from '../entra/errors.ts';
import { AppError } from '../lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import type { Parameters } from './parameters.ts';

/** Tokens of the token endpoint, not validated yet. */
export interface EntraTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** Undefined if the tenant does not allow `offline_access`. */
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** `scope` of the response, split. */
  readonly scopes: readonly string[];
}

export type EntraTokenResult =
  | { readonly ok: true; readonly tokens: EntraTokens }
  | { readonly ok: false; readonly failure: EntraFailure };

/** One of the two Entra applications as an OAuth client. */
export interface EntraClient {
  /** The URL of the authorization endpoint. @param tenant the tenant that signs the user in: its id, or `organizations` */
  authorizationUrl(tenant: string, parameters: Readonly<Record<string, string>>): string;
  /** Sends a grant to the token endpoint. */
  redeem(tenant: string, parameters: Readonly<Record<string, string>>): Promise<EntraTokenResult>;
}

export interface EntraClientOptions {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly cloud: CloudEndpoints;
  /** The login origin of the cloud, or of a simulator. */
  readonly loginUrl: URL;
  /** Undefined for a public client, which authenticates with PKCE alone. */
  readonly credential: ClientCredential | undefined;
  readonly fetch: OutboundFetch;
}

/** MCP clients time out after 10 seconds. */
const timeoutMs = 8_000;
const maxResponseBytes = 256 * 1024;

const responseSchema = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  expires_in: z.int().positive(),
  refresh_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,8192}$/)
    .optional(),
  id_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,16384}$/)
    .optional(),
  scope: z.string().default(''),
});

/**
 * Creates a client of Entra's authorization and token endpoints: authorization code flow with PKCE, S256.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function createEntraClient(options: EntraClientOptions): EntraClient {
  const { cloud, loginUrl, credential, fetch } = options;
  const common = { client_id: options.clientId, redirect_uri: options.redirectUri };
  return {
    authorizationUrl: (tenant, parameters) => {
      const url = new URL(`/${tenant}/oauth2/v2.0/authorize`, loginUrl);
      url.search = new URLSearchParams({
        ...common,
        response_type: 'code',
        response_mode: 'query',
        code_challenge_method: 'S256',
        ...parameters,
      }).toString();
      return url.href;
    },
    redeem: async (tenant, parameters) => {
      const path = `/${tenant}/oauth2/v2.0/token`;
      const authentication = await credential?.parameters(`${cloud.loginOrigin}${path}`, options.clientId);
      const body = new URLSearchParams({ ...common, ...parameters, ...authentication });
      let response: OutboundResponse;
      try {
        response = await fetch(
          new URL(path, loginUrl),
          { method: 'POST', headers: { accept: 'application/json' }, body },
          { timeoutMs, maxBytes: maxResponseBytes },
        );
      } catch (error) {
        if (error instanceof AppError) return { ok: false, failure: { kind: 'unavailable' } };
        throw error;
      }
      if (response.status !== 200) {
        const failure = classifyTokenError(response.status, response.headers, response.body);
        const isMadeUp =
          parameters['grant_type'] === 'authorization_code' && failure.code === malformedRequestCode;
        return { ok: false, failure: isMadeUp ? { ...failure, kind: 'sign_in_again' } : failure };
      }
      const tokens = readTokens(response.body);
      return tokens ? { ok: true, tokens } : { ok: false, failure: { kind: 'unavailable' } };
    },
  };
}

function readTokens(body: Uint8Array): EntraTokens | undefined {
  try {
    const response = responseSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    return {
      accessToken: response.access_token,
      expiresInSeconds: response.expires_in,
      refreshToken: response.refresh_token,
      idToken: response.id_token,
      scopes: response.scope.split(' ').filter((scope) => scope !== ''),
    };
  } catch {
    return undefined;
  }
}

/**
 * Malformed request. A browser can send a made-up authorization code, so a redemption with this error is a failed sign-in.
 * All other parameters are the connector's own, and the error is a fault of the connector.
 */
const malformedRequestCode = 'AADSTS9002313';
const code = /^AADSTS(\d{4,8})\b/;
const traceId = /\bTrace ID: ([0-9a-f-]{36})\b/;
const correlationId = /\bCorrelation ID: ([0-9a-f-]{36})\b/;
const timestamp = /\bTimestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/;
/** The user canceled the sign-in or the consent. */
const canceledCode = 'AADSTS65004';

/**
 * Reads the error of an authorization response. Its `error_description` contains the code and ids that the token
 * endpoint returns as JSON members; the text itself is discarded.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response
 */
export function readAuthorizeFailure(parameters: Parameters): EntraFailure {
  const description = (parameters.get('error_description') ?? '').slice(0, 4096);
  const answer = {
    error: parameters.get('error'),
    suberror: parameters.get('suberror'),
    error_codes: [Number(code.exec(description)?.[1] ?? Number.NaN)].filter(
      (number) => !Number.isNaN(number),
    ),
    trace_id: traceId.exec(description)?.[1],
    correlation_id: correlationId.exec(description)?.[1],
    timestamp: timestamp.exec(description)?.[1],
  };
  return classifyTokenError(400, new Headers(), new TextEncoder().encode(JSON.stringify(answer)));
}

/** Returns true if the user canceled the sign-in. */
export function isCancelled(failure: EntraFailure): boolean {
  return failure.code === canceledCode || (failure.error === 'access_denied' && failure.code === undefined);
}
