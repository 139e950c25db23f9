import { z } from 'zod';
import { type KeyRing, parseKeyRing } from './crypto/key-ring.ts';
import { type Certificate, parseCertificatePem } from './entra/certificate.ts';
import type { ClientCredentialSource } from './entra/client-credential.ts';
import { type CloudEndpoints, type EntraCloud, clouds } from './entra/clouds.ts';
import { federatedIssuerUrl, parseFederatedKeys } from './entra/federation.ts';
import { isGuid } from './lib/guid.ts';
import type { FurtherHosts } from './m365/resource.ts';
import { isSharePointUrl } from './m365/files/sharing-link.ts';
import type { ClientLimits } from './oauth/client-limits.ts';
import { parseRedirectUri } from './oauth/redirect-uri.ts';
import { isLoopback } from './lib/outbound-fetch.ts';

/** The validated configuration. */
export interface Config {
  /** The connector's own origin, the base of all absolute URLs. */
  readonly publicUrl: URL;
  /** The canonical resource of RFC 8707: `PUBLIC_URL/mcp`. */
  readonly resource: string;
  readonly serverAppId: string;
  readonly clientAppId: string;
  readonly serverCredential: ClientCredentialSource;
  /** If set, the connector is a confidential client of Entra. */
  readonly clientCredential: ClientCredentialSource | undefined;
  readonly allowedTenants: ReadonlySet<string> | '*';
  /** Accepted `azp` values of access tokens, the client app included. */
  readonly allowedClients: ReadonlySet<string>;
  readonly clientLimits: ClientLimits;
  /** Whether the network rule of a tenant applies to sign-ins at /admin. */
  readonly isNetworkRuleAtAdmin: boolean;
  readonly cloudName: EntraCloud;
  readonly cloud: CloudEndpoints;
  /** Origins of Entra and Graph requests. Token issuers depend on `cloud` only. */
  readonly loginUrl: URL;
  readonly graphUrl: URL;
  readonly keyRing: KeyRing;
  /** `SHAREPOINT_HOSTS` */
  readonly furtherHosts: FurtherHosts;
  /** `SECURITY_CONTACT` */
  readonly securityContacts: readonly string[];
  readonly healthKey: string | undefined;
  readonly region: string;
  /** Of the Durable Objects. */
  readonly placement: {
    readonly jurisdiction: 'eu' | 'us' | 'fedramp' | undefined;
    readonly locationHint: (typeof locationHints)[number] | undefined;
  };
}

/** A configuration, or one error per invalid variable. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const optional = z.string().trim().default('');
const guid = z
  .string('must be the GUID of an application')
  .trim()
  .toLowerCase()
  .refine(isGuid, 'must be the GUID of an application');
const list = optional.transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const guids = list.pipe(z.array(guid));
const redirectUri = z
  .string()
  .refine((text) => parseRedirectUri(text) !== undefined, 'must be redirect URIs in canonical spelling');
const host = /^[a-z0-9.-]+(?::\d{1,5})?$/;
const documentOrHost = z
  .string()
  .refine(
    (text) => host.test(text) || URL.parse(text)?.protocol === 'https:',
    'must be URLs of client metadata documents, or host names',
  );
const redirectHost = z
  .string()
  .regex(
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?[A-Za-z0-9.-]+(?::\d{1,5})?$/,
    'must be host names, localhost, or scheme://host',
  );
const sharePointHost = z
  .string()
  .toLowerCase()
  .refine((text) => isSharePointUrl(`https://${text}/`) && URL.parse(`https://${text}/`)?.hostname === text);
/** A `Contact` of RFC 9116: printable, so that it stays one line. */
const contact = z
  .string()
  .regex(/^(?:mailto:|https:\/\/|tel:)[\x21-\x7e]{1,256}$/, 'must be URIs: mailto:, https: or tel:');
const publicOrigin = optional.transform((text, context) => {
  const url = URL.parse(text);
  if (url && url.origin === text.replace(/\/$/, '') && isServable(url)) return url;
  context.addIssue(
    'must be an origin such as https://mcp.example.com, without a path (http only on loopback)',
  );
  return z.NEVER;
});
const upstream = optional.transform((text, context) => {
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (url && url.pathname === '/' && url.search === '' && isServable(url)) return url;
  context.addIssue('must be an https origin (http only on loopback)');
  return z.NEVER;
});
const certificate = optional.transform((text, context) => readWith(context, text, parseCertificatePem));
const federatedKeys = optional.transform((text, context) => readWith(context, text, parseFederatedKeys));
/** A date, as epoch milliseconds of its start in UTC. */
const day = optional
  .pipe(z.union([z.literal(''), z.iso.date()], 'must be a date such as 2027-11-28'))
  .transform((text) => (text === '' ? undefined : Date.parse(text)));
const keyRing = z
  .string('must contain a key: create one with npm run -s keys -- new')
  .trim()
  .min(1, 'must contain a key')
  .transform((text, context) => {
    return readWith(context, text, parseKeyRing) ?? z.NEVER;
  });

/** @see https://developers.cloudflare.com/durable-objects/reference/data-location/#supported-locations */
const locationHints = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'] as const;

const environment = z.object({
  PUBLIC_URL: publicOrigin,
  SERVER_APP_ID: guid,
  CLIENT_APP_ID: guid,
  SERVER_APP_SECRET: optional,
  SERVER_APP_CERTIFICATE: certificate,
  SERVER_APP_FEDERATED_KEY: federatedKeys,
  CLIENT_APP_SECRET: optional,
  CLIENT_APP_CERTIFICATE: certificate,
  ENTRA_SERVER_SECRET_EXPIRES_ON: day,
  ENTRA_CLIENT_SECRET_EXPIRES_ON: day,
  ALLOWED_TENANTS: z.union([optional.pipe(z.literal('*')), guids], 'must be tenant ids, or * alone'),
  ALLOWED_CLIENTS: guids,
  TRUSTED_CLIENT_METADATA: list.pipe(z.array(z.url({ protocol: /^https$/, error: 'must be https URLs' }))),
  TRUSTED_REDIRECT_URIS: list.pipe(z.array(redirectUri)),
  ALLOWED_CLIENT_METADATA: list.pipe(z.array(documentOrHost)),
  ALLOWED_REDIRECT_HOSTS: list.pipe(z.array(redirectHost)),
  CLIENT_REGISTRATION: optional.pipe(z.enum(['', 'on', 'off'], 'must be on or off')),
  BLOCKED_MCP_CLIENTS: list,
  ADMIN_NETWORK_RULE: optional.pipe(z.enum(['', 'on', 'off'], 'must be on or off')),
  ENTRA_CLOUD: optional
    .transform((text) => (text === '' ? 'global' : text))
    .pipe(z.enum(['global', 'usgov', 'usgov-dod', 'china'], 'must be global, usgov, usgov-dod or china')),
  ENTRA_LOGIN_URL: upstream,
  GRAPH_URL: upstream,
  SEAL_KEYS: keyRing,
  SHAREPOINT_HOSTS: z.union([optional.pipe(z.literal('*')), list.pipe(z.array(sharePointHost))], {
    error: 'must be host names of SharePoint, or * alone',
  }),
  SECURITY_CONTACT: list.pipe(z.array(contact)),
  HEALTH_KEY: optional.pipe(
    z.string().regex(/^(?:[\x21-\x7e]{32,256})?$/, 'must have 32 to 256 characters, without spaces'),
  ),
  REGION: optional.pipe(z.string().regex(/^[a-z0-9-]{0,32}$/, 'must be a short lower-case label')),
  VAULT_JURISDICTION: optional.pipe(z.enum(['', 'eu', 'us', 'fedramp'], 'must be eu, us, fedramp or empty')),
  LOCATION_HINT: optional.pipe(z.enum(['', ...locationHints], `must be one of ${locationHints.join(', ')}`)),
});

/**
 * Validates the environment. Errors do not repeat values, since some are secrets.
 * @see src/variables.ts
 */
export function readConfig(env: Readonly<Record<string, unknown>>): ConfigResult {
  const result = environment.safeParse(env);
  const malformed = result.error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) ?? [];
  const problems = [...malformed, ...credentialProblems(env), ...placementProblems(env)];
  if (!result.success || problems.length > 0) return { ok: false, problems };
  const values = result.data;
  const cloud = clouds[values.ENTRA_CLOUD];
  const config: Config = {
    publicUrl: values.PUBLIC_URL,
    resource: `${values.PUBLIC_URL.origin}/mcp`,
    serverAppId: values.SERVER_APP_ID,
    clientAppId: values.CLIENT_APP_ID,
    serverCredential: serverCredential(values, cloud),
    clientCredential: credential(
      values.CLIENT_APP_SECRET,
      values.ENTRA_CLIENT_SECRET_EXPIRES_ON,
      values.CLIENT_APP_CERTIFICATE,
    ),
    allowedTenants: values.ALLOWED_TENANTS === '*' ? '*' : new Set(values.ALLOWED_TENANTS),
    allowedClients: new Set([values.CLIENT_APP_ID, ...values.ALLOWED_CLIENTS]),
    clientLimits: {
      trustedDocuments: values.TRUSTED_CLIENT_METADATA,
      trustedRedirectUris: new Set(values.TRUSTED_REDIRECT_URIS),
      allowedDocuments: new Set(values.ALLOWED_CLIENT_METADATA),
      allowedRedirectHosts: new Set(values.ALLOWED_REDIRECT_HOSTS),
      isRegistrationEnabled: values.CLIENT_REGISTRATION !== 'off',
      blockedClients: new Set(values.BLOCKED_MCP_CLIENTS),
    },
    isNetworkRuleAtAdmin: values.ADMIN_NETWORK_RULE !== 'off',
    cloudName: values.ENTRA_CLOUD,
    cloud,
    loginUrl: values.ENTRA_LOGIN_URL ?? new URL(cloud.loginOrigin),
    graphUrl: values.GRAPH_URL ?? new URL(cloud.graphOrigin),
    keyRing: values.SEAL_KEYS,
    furtherHosts: values.SHAREPOINT_HOSTS === '*' ? '*' : new Set(values.SHAREPOINT_HOSTS),
    securityContacts: values.SECURITY_CONTACT,
    healthKey: values.HEALTH_KEY === '' ? undefined : values.HEALTH_KEY,
    region: values.REGION,
    placement: {
      jurisdiction: values.VAULT_JURISDICTION === '' ? undefined : values.VAULT_JURISDICTION,
      locationHint: values.LOCATION_HINT === '' ? undefined : values.LOCATION_HINT,
    },
  };
  return { ok: true, config: Object.freeze(config) };
}

/** The server app needs exactly one of three credentials; the client app at most one of two. */
function credentialProblems(env: Readonly<Record<string, unknown>>): string[] {
  const isSet = (name: string) => env[name] !== undefined && env[name] !== '';
  const problems: string[] = [];
  const server = ['SERVER_APP_CERTIFICATE', 'SERVER_APP_FEDERATED_KEY', 'SERVER_APP_SECRET'].filter(isSet);
  if (server.length !== 1) {
    problems.push(
      'SERVER_APP_SECRET: set exactly one of SERVER_APP_SECRET, SERVER_APP_CERTIFICATE and SERVER_APP_FEDERATED_KEY',
    );
  }
  if (isSet('CLIENT_APP_SECRET') && isSet('CLIENT_APP_CERTIFICATE')) {
    problems.push('CLIENT_APP_SECRET: set only one of CLIENT_APP_SECRET and CLIENT_APP_CERTIFICATE');
  }
  return problems;
}

/** A jurisdiction decides where objects are created: a hint beside it would be ignored. */
function placementProblems({
  VAULT_JURISDICTION,
  LOCATION_HINT,
}: Readonly<Record<string, unknown>>): string[] {
  return VAULT_JURISDICTION && LOCATION_HINT ? ['LOCATION_HINT: must be empty with VAULT_JURISDICTION'] : [];
}

function serverCredential(
  values: z.output<typeof environment>,
  { tokenExchangeAudience: audience }: CloudEndpoints,
): ClientCredentialSource {
  const keys = values.SERVER_APP_FEDERATED_KEY;
  if (keys) {
    const federation = { issuer: federatedIssuerUrl(values.PUBLIC_URL.origin), keys };
    return { kind: 'federated', federation, audience };
  }
  const own = credential(
    values.SERVER_APP_SECRET,
    values.ENTRA_SERVER_SECRET_EXPIRES_ON,
    values.SERVER_APP_CERTIFICATE,
  );
  return own ?? { kind: 'secret', secret: '' };
}

function credential(
  secret: string,
  secretExpiresAtMs: number | undefined,
  parsed: Certificate | undefined,
): ClientCredentialSource | undefined {
  if (parsed) return { kind: 'certificate', certificate: parsed };
  if (secret === '') return undefined;
  return {
    kind: 'secret',
    secret,
    ...(secretExpiresAtMs === undefined ? {} : { expiresAtMs: secretExpiresAtMs }),
  };
}

function isServable(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** The parsed value; undefined for an empty text. An error of the parser becomes an issue of the variable. */
function readWith<T>(context: z.RefinementCtx, text: string, parse: (text: string) => T): T | undefined {
  if (text === '') return undefined;
  try {
    return parse(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : 'is malformed');
    return z.NEVER;
  }
}
