import { z } from 'zod';
import type { ClientCredential } from '../entra/client-credential.ts';
import type { CloudEndpoints } from '../entra/clouds.ts';
import { type EntraFailure, classifyTokenError } from '../entra/errors.ts';
import { AppError } from '../lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import type { Parameters } from './parameters.ts';

/** Tokens as the token endpoint gives them. None is checked by anybody yet. */
export interface EntraTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** Absent where the organisation does not let the application keep a sign-in. */
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** What the access token may do, split. */
  readonly scopes: readonly string[];
}

export type EntraTokenResult =
  | { readonly ok: true; readonly tokens: EntraTokens }
  | { readonly ok: false; readonly failure: EntraFailure };

/** One of the two applications, as people sign in to it. */
export interface EntraClient {
  /** Where a browser is sent. @param tenant the tenant that signs the person in: its id, or `organizations` */
  authorizationUrl(tenant: string, parameters: Readonly<Record<string, string>>): string;
  /** Presents a grant to the token endpoint. */
  redeem(tenant: string, parameters: Readonly<Record<string, string>>): Promise<EntraTokenResult>;
}

/** What a client works with. */
export interface EntraClientOptions {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly cloud: CloudEndpoints;
  /** Where requests go: the cloud's login origin, or a stand-in. */
  readonly loginUrl: URL;
  /** Undefined for a public client, which proves itself by PKCE alone. */
  readonly credential: ClientCredential | undefined;
  readonly fetch: OutboundFetch;
}

/** Clients give the token endpoint 10 seconds. */
const timeoutMs = 8_000;
const maxAnswerBytes = 256 * 1024;

const answerSchema = z.object({
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
 * Speaks to Entra's authorization and token endpoints as one application: authorization code with PKCE, S256.
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
      const proof = await credential?.parameters(`${cloud.loginOrigin}${path}`, options.clientId);
      const body = new URLSearchParams({ ...common, ...parameters, ...proof });
      let response: OutboundResponse;
      try {
        response = await fetch(
          new URL(path, loginUrl),
          { method: 'POST', headers: { accept: 'application/json' }, body },
          { timeoutMs, maxBytes: maxAnswerBytes },
        );
      } catch (error) {
        if (error instanceof AppError) return { ok: false, failure: { kind: 'unavailable' } };
        throw error;
      }
      if (response.status !== 200) {
        return { ok: false, failure: classifyTokenError(response.status, response.headers, response.body) };
      }
      const tokens = readTokens(response.body);
      return tokens ? { ok: true, tokens } : { ok: false, failure: { kind: 'unavailable' } };
    },
  };
}

function readTokens(body: Uint8Array): EntraTokens | undefined {
  try {
    const answer = answerSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    return {
      accessToken: answer.access_token,
      expiresInSeconds: answer.expires_in,
      refreshToken: answer.refresh_token,
      idToken: answer.id_token,
      scopes: answer.scope.split(' ').filter((scope) => scope !== ''),
    };
  } catch {
    return undefined;
  }
}

const code = /^AADSTS(\d{4,8})\b/;
const traceId = /\bTrace ID: ([0-9a-f-]{36})\b/;
const correlationId = /\bCorrelation ID: ([0-9a-f-]{36})\b/;
const timestamp = /\bTimestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/;
/** The person pressed Cancel, at the account or at the consent. */
const declined = 'AADSTS65004';

/**
 * What Entra says in an authorization response that brings no code. Its redirect carries what the token endpoint puts
 * into JSON as one text, so code and ids are taken from that; the text itself is not kept.
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

/** Whether the person called the sign-in off. */
export function isCancelled(failure: EntraFailure): boolean {
  return failure.code === declined || (failure.error === 'access_denied' && failure.code === undefined);
}
