import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import type { ClientLimits } from './client-limits.ts';
import { isKnownRedirect } from './client-metadata.ts';
import { OAuthError } from './errors.ts';
import { displayName } from './parameters.ts';
import { parseRedirectUri } from './redirect-uri.ts';
import { createSealedToken } from './sealed-tokens.ts';

/** The registration of a client, sealed in its client id. */
export interface Registration {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** Dynamic client registration without storage: the client id contains the sealed registration. */
export interface Registrations {
  /**
   * The client information response of RFC 7591 section 3.2.1.
   * @throws OAuthError `invalid_redirect_uri`, `invalid_client_metadata`.
   */
  register(metadata: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** The registration in a client id. Undefined if it was not issued here, or its key was retired. */
  find(clientId: string): Promise<Registration | undefined>;
}

const prefix = 'dcr_';
const grantTypes = ['authorization_code', 'refresh_token'];
const responseTypes = ['code'];

const requestSchema = z.object({
  redirect_uris: z.array(z.string()).min(1).max(10),
  client_name: z.string().max(1024).optional(),
  grant_types: z.array(z.string()).max(10).optional(),
  response_types: z.array(z.string()).max(10).optional(),
});
const registrationSchema = z.object({ name: z.string(), redirectUris: z.array(z.string()) });

/**
 * Creates the registrations. Every client is public: another `token_endpoint_auth_method` is replaced by `none`, as RFC
 * 7591 allows. Redirect URIs must be known, because any client can register.
 * @see https://www.rfc-editor.org/rfc/rfc7591
 */
export function createRegistrations(keyRing: KeyRing, clock: Clock, limits: ClientLimits): Registrations {
  const clientIds = createSealedToken<Registration>(keyRing, clock, {
    purpose: 'm365-registration/v1',
    schema: registrationSchema,
  });
  return {
    register: async (metadata) => {
      if (!limits.isRegistrationEnabled) {
        throw new OAuthError(
          'access_denied',
          'Dynamic client registration is disabled. The operator of the connector enables it with CLIENT_REGISTRATION, or gives you a client ID.',
        );
      }
      const { data, error } = requestSchema.safeParse(metadata);
      if (!data) {
        const member = String(error.issues[0]?.path[0] ?? 'the document');
        const isRedirect = member === 'redirect_uris';
        throw new OAuthError(
          isRedirect ? 'invalid_redirect_uri' : 'invalid_client_metadata',
          `The client metadata is malformed: ${memberNames.has(member) ? member : 'it must be a JSON object'}.`,
        );
      }
      checkRedirects(data.redirect_uris, limits);
      checkIncludes('grant_types', data.grant_types, 'authorization_code');
      checkIncludes('response_types', data.response_types, 'code');
      const name = displayName(data.client_name, 'An application');
      return {
        client_id: prefix + (await clientIds.seal({ name, redirectUris: data.redirect_uris })),
        client_id_issued_at: Math.floor(clock.nowMs() / 1000),
        client_name: name,
        redirect_uris: data.redirect_uris,
        grant_types: grantTypes,
        response_types: responseTypes,
        token_endpoint_auth_method: 'none',
      };
    },
    find: async (clientId) =>
      clientId.startsWith(prefix) ? await clientIds.open(clientId.slice(prefix.length)) : undefined,
  };
}

const memberNames: ReadonlySet<string> = new Set(Object.keys(requestSchema.shape));

function checkRedirects(redirectUris: readonly string[], { trustedRedirectUris }: ClientLimits): void {
  for (const [index, text] of redirectUris.entries()) {
    const redirect = parseRedirectUri(text);
    if (redirect && isKnownRedirect(redirect, trustedRedirectUris)) continue;
    const sent = displayName(text, '').replaceAll(/["\\]/g, '');
    throw new OAuthError(
      'invalid_redirect_uri',
      `Redirect URI number ${index + 1} (${sent}) is not allowed. Use http on localhost, 127.0.0.1 or [::1], or a redirect URI of a known client. The operator of the connector adds others to TRUSTED_REDIRECT_URIS.`,
    );
  }
}

/** Further values are ignored: the response lists those that are supported. */
function checkIncludes(member: string, values: readonly string[] | undefined, required: string): void {
  if (values && !values.includes(required)) {
    throw new OAuthError('invalid_client_metadata', `${member} must include ${required}.`);
  }
}
