import { duplicatedParameter } from '../../http/request.ts';
import type { Application, Directory } from '../directory/directory.ts';
import type { Platform } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import { type RequestedScope, readScope, requireMatchingResource } from '../token/scope.ts';
import { challengedPolicies } from './conditional-access.ts';

/** A validated client and redirect URI. Errors can be sent to it. */
export interface ValidatedRedirect {
  readonly application: Application;
  readonly redirectUri: string;
  readonly platform: Platform;
  readonly state: string | undefined;
}

/** A valid authorization request. */
export interface AuthorizeRequest extends ValidatedRedirect {
  readonly scope: RequestedScope;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined;
  /** Policies that the `claims` parameter requires. */
  readonly challengedPolicies: readonly string[];
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Exact comparison; the port of a loopback address does not count (RFC 8252 section 7.3). */
function matchesRedirect(registered: string, given: string): boolean {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const [left, right] = [new URL(registered), new URL(given)];
  if (left.protocol !== 'http:' || !loopbackHosts.has(left.hostname)) return false;
  right.port = left.port;
  return left.href === right.href;
}

function platformOf(application: Application, redirectUri: string): Platform | undefined {
  const includes = (list: readonly string[]) => list.some((uri) => matchesRedirect(uri, redirectUri));
  if (includes(application.publicClientRedirectUris)) return 'public';
  return includes(application.webRedirectUris) ? 'web' : undefined;
}

/** Throws what Entra shows on a page of its own: AADSTS900144, 700016, 50011, 9000411. */
export function validateRedirectUri(
  directory: Directory,
  parameters: URLSearchParams,
  tenant: string,
): ValidatedRedirect {
  const duplicated = duplicatedParameter(parameters);
  if (duplicated !== undefined) throw new EntraError(9000411, { parameter: duplicated });
  const clientId = parameters.get('client_id');
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  const application = directory.applications.get(clientId.toLowerCase());
  if (!application) throw new EntraError(700016, { appId: clientId, tenant });
  if (tenant === 'consumers') throw new EntraError(9002346, { appId: clientId });
  const redirectUri = parameters.get('redirect_uri') ?? '';
  const platform = platformOf(application, redirectUri);
  if (!platform) throw new EntraError(50011, { redirectUri, app: clientId });
  return { application, redirectUri, platform, state: parameters.get('state') ?? undefined };
}

function readChallenge(parameters: URLSearchParams): AuthorizeRequest['challenge'] {
  const value = parameters.get('code_challenge');
  if (value === null) return undefined;
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value)) throw new EntraError(90100, { parameter: 'code_challenge' });
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain')
    throw new EntraError(90023, { parameter: 'code_challenge_method' });
  return { value, method };
}

const prompts: ReadonlySet<string> = new Set(['login', 'none', 'consent', 'select_account']);

/** Throws what goes back to the application: AADSTS900144, 700051, 700054, 70005, 90023, 90100 and those of scopes. */
export function readAuthorizeRequest(
  directory: Directory,
  validated: ValidatedRedirect,
  parameters: URLSearchParams,
  tenant: string,
): AuthorizeRequest {
  const responseType = parameters.get('response_type');
  if (!responseType) throw new EntraError(900144, { parameter: 'response_type' });
  if (responseType.split(' ').includes('token')) throw new EntraError(700051);
  if (responseType.split(' ').includes('id_token')) throw new EntraError(700054);
  if (responseType !== 'code') throw new EntraError(70005);
  if ((parameters.get('response_mode') ?? 'query') !== 'query') {
    throw new EntraError(90023, { parameter: 'response_mode' });
  }
  const prompt = parameters.get('prompt') ?? undefined;
  if (prompt !== undefined && !prompts.has(prompt)) throw new EntraError(90023, { parameter: 'prompt' });
  const scopeText = parameters.get('scope');
  if (!scopeText) throw new EntraError(900144, { parameter: 'scope' });
  requireMatchingResource(directory, validated.application, parameters);
  return {
    ...validated,
    scope: readScope(directory, validated.application, scopeText, tenant),
    prompt,
    loginHint: parameters.get('login_hint') ?? undefined,
    nonce: parameters.get('nonce') ?? undefined,
    challenge: readChallenge(parameters),
    challengedPolicies: challengedPolicies(parameters.get('claims') ?? undefined),
  };
}
