/** What every challenge of the connector says (RFC 6750, RFC 9728). */
export interface ChallengeFacts {
  /** URL of the protected resource metadata. */
  readonly resourceMetadata: string;
  /** The scope that a client has to ask for, fully qualified. */
  readonly scope: string;
  /** `authorization_uri` for clients that understand Entra's claims challenge. */
  readonly authorizationUri: string;
}

/** A refusal before the protocol: a body that a person can read, and the header that a client acts upon. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 429 | 500 | 503;
  readonly error: string;
  readonly description: string;
  readonly challenge?: string;
  readonly retryAfterSeconds?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The value of `WWW-Authenticate`. */
export function challenge(facts: ChallengeFacts, parameters: Readonly<Record<string, string>>): string {
  const all = { resource_metadata: facts.resourceMetadata, scope: facts.scope, ...parameters };
  return `Bearer ${Object.entries(all)
    .map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`)
    .join(', ')}`;
}

/** The answer that a refusal is. */
export function refuse(refusal: Refusal): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (refusal.challenge !== undefined) headers.set('www-authenticate', refusal.challenge);
  if (refusal.retryAfterSeconds !== undefined) headers.set('retry-after', String(refusal.retryAfterSeconds));
  const body = { error: refusal.error, error_description: refusal.description, ...refusal.details };
  return Response.json(body, { status: refusal.status, headers });
}
