import { AppError } from '../../src/lib/app-error.ts';
import type { OutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { OperatorError } from '../operator-error.ts';

/** What a sign-in needs. */
export interface SignInOptions {
  readonly loginUrl: URL;
  /** Tenant id or domain, or `organizations`. */
  readonly tenant: string;
  readonly clientId: string;
  /** Full names of the Graph permissions. */
  readonly scope: string;
  readonly fetch: OutboundFetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly print: (line: string) => void;
}

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly access_token?: string;
  readonly error?: string;
  readonly error_description?: string;
}

/** Address of an endpoint of the login service. */
export function loginEndpoint({ loginUrl, tenant }: SignInOptions, name: string): URL {
  return new URL(`/${encodeURIComponent(tenant)}/oauth2/v2.0/${name}`, loginUrl);
}

/** Sends a form to an endpoint of the login service. @throws OperatorError where nothing answers, or not with JSON. */
export async function postForm<T>(
  options: SignInOptions,
  endpoint: string,
  form: Readonly<Record<string, string>>,
): Promise<T> {
  const url = loginEndpoint(options, endpoint);
  const init = { method: 'POST', body: new URLSearchParams(form) };
  const { body } = await options
    .fetch(url, init, { timeoutMs: 30_000, maxBytes: 1024 * 1024 })
    .catch((error: unknown) => {
      if (error instanceof AppError && ['timed_out', 'upstream_unavailable'].includes(error.code))
        throw new OperatorError(`${url.origin} cannot be reached. Nothing has changed.`);
      throw error;
    });
  try {
    return JSON.parse(new TextDecoder().decode(body)) as T;
  } catch {
    throw new OperatorError(`${url.origin} sent something that is not JSON. Is it the login service?`);
  }
}

/** The refusal of a sign-in, in words. */
export function signInRefused({ error, error_description: description = '' }: TokenAnswer): OperatorError {
  if (error === 'authorization_declined' || error === 'access_denied') {
    return new OperatorError(
      'The sign-in was declined. Nothing has changed. Run the set-up again when you are ready.',
    );
  }
  if (error === 'expired_token') {
    return new OperatorError(
      'Nobody signed in within 15 minutes. Nothing has changed.\n' +
        'Where the browser said "Need admin approval", the account is no administrator: sign in as a Cloud Application Administrator or Global Administrator.\n' +
        'Where it said that a policy blocks this (AADSTS53003), device codes are not allowed: use --browser.',
    );
  }
  const code = /AADSTS\d{4,8}/.exec(description)?.[0] ?? error ?? 'without a reason';
  return new OperatorError(
    `Microsoft refused the sign-in (${code}). Nothing has changed. Is the tenant right, and the account one of it?`,
  );
}
