import { type EntraError, type ErrorTrace, describeError } from '../errors/entra-error.ts';

/** A redirect to the application with these parameters added to its address. Entra never sends `iss`. */
export function redirectResponse(
  redirectUri: string,
  parameters: Readonly<Record<string, string | undefined>>,
  cookie?: string,
): Response {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) location.searchParams.set(name, value);
  }
  const headers = new Headers({ location: location.href, 'cache-control': 'no-store' });
  if (cookie !== undefined) headers.set('set-cookie', cookie);
  return new Response(null, { status: 302, headers });
}

/** `error` of a redirect: errors of the token endpoint have another name there (OpenID Connect Core 3.1.2.6). */
function redirectError(error: EntraError): string {
  if (error.entry.suberror === 'consent_required') return 'consent_required';
  return error.entry.error === 'invalid_grant' ? 'access_denied' : error.entry.error;
}

/** Tells the application of an error. */
export function errorRedirect(
  target: { readonly redirectUri: string; readonly state: string | undefined },
  error: EntraError,
  trace: ErrorTrace,
  parameters: Readonly<Record<string, string>> = {},
): Response {
  return redirectResponse(target.redirectUri, {
    error: redirectError(error),
    ...(error.code === 65004 && { error_subcode: 'cancel' }),
    error_description: describeError(error, trace),
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
    ...parameters,
    state: target.state,
  });
}
