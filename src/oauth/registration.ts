import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import type { ClientLimits } from './client-limits.ts';
import { isKnownRedirect } from './client-metadata.ts';
import { OAuthError } from './errors.ts';
import { displayName, displayUri } from './parameters.ts';
import { type RedirectUriIssue, validateRedirectUri } from './redirect-uri.ts';
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

/** Some clients send null for members that they do not set. */
const requestSchema = z.object({
  redirect_uris: z.array(z.string()).min(1).max(10),
  client_name: z.string().max(1024).nullish(),
  grant_types: z.array(z.string()).max(10).nullish(),
  response_types: z.array(z.string()).max(10).nullish(),
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
        const member = error.issues[0]?.path[0];
        throw new OAuthError(
          member === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata',
          isMember(member) ? memberRules[member] : 'The client metadata must be a JSON object.',
        );
      }
      checkRedirects(data.redirect_uris, limits);
      checkIncludes('grant_types', data.grant_types, 'authorization_code');
      checkIncludes('response_types', data.response_types, 'code');
      const name = displayName(data.client_name ?? undefined, 'An application');
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

const memberRules: Readonly<Record<keyof typeof requestSchema.shape, string>> = {
  redirect_uris: 'redirect_uris must be an array of 1 to 10 strings.',
  client_name: 'client_name must be a string of at most 1024 characters.',
  grant_types: 'grant_types must be an array of at most 10 strings.',
  response_types: 'response_types must be an array of at most 10 strings.',
};

function isMember(name: unknown): name is keyof typeof memberRules {
  return typeof name === 'string' && Object.hasOwn(memberRules, name);
}

const issueTexts: Readonly<Record<RedirectUriIssue, string>> = {
  too_long: 'is longer than 512 characters',
  not_a_uri: 'is not an absolute URI',
  not_canonical:
    'is not in canonical form: lower-case scheme and host, no default port, no dot segments, no white space',
  fragment: 'has a fragment',
  credentials: 'has a user name',
  no_host: 'has no host',
  plain_http: 'uses http on a host other than localhost, 127.0.0.1 and [::1]',
};

const acceptedRedirects =
  'Accepted are http on localhost, 127.0.0.1 or [::1] with any port, and the redirect URIs of known clients.';

function checkRedirects(redirectUris: readonly string[], { trustedRedirectUris }: ClientLimits): void {
  for (const [index, text] of redirectUris.entries()) {
    const result = validateRedirectUri(text);
    if (result.ok && isKnownRedirect(result.redirect, trustedRedirectUris)) continue;
    const sent = displayUri(text).replaceAll(/["\\]/g, '');
    const hint = result.ok
      ? 'is not that of a known client. The operator of the connector can add it to TRUSTED_REDIRECT_URIS.'
      : `${issueTexts[result.reason]}.`;
    throw new OAuthError(
      'invalid_redirect_uri',
      `Redirect URI number ${index + 1} (${sent}) ${hint} ${acceptedRedirects}`,
    );
  }
}

/** Further values are ignored: the response lists those that are supported. */
function checkIncludes(member: string, values: readonly string[] | null | undefined, required: string): void {
  if (values && !values.includes(required)) {
    throw new OAuthError('invalid_client_metadata', `${member} must include ${required}.`);
  }
}
