import { type CloudEndpoints, type EntraCloud, clouds } from '../../src/entra/clouds.ts';
import { isGuid } from '../../src/lib/guid.ts';
import { readFileSync } from 'node:fs';
import { parseCertificatePem } from '../../src/entra/certificate.ts';
import {
  type GraphPermission,
  isGraphPermission,
  requestedPermissions,
  withoutIncluded,
} from '../../src/tenants/permissions.ts';
import { OperatorError, oneOf, readOptions, readOrigin, wholeNumber } from '../lib/command-line.ts';
import type { Mode } from './context.ts';
import {
  type OptionalArea,
  type PermissionArea,
  optionalAreas,
  permissionAreas,
  permissionsOfAreas,
} from './permission-profile.ts';

/** Parsed options of `npm run setup`. */
export interface SetupOptions {
  readonly mode: Mode;
  readonly environment: string | undefined;
  readonly publicUrl: string | undefined;
  readonly name: string;
  readonly tenant: string;
  readonly cloudName: EntraCloud;
  readonly cloud: CloudEndpoints;
  readonly loginUrl: URL;
  readonly graphUrl: URL;
  readonly clientId: string;
  readonly useBrowser: boolean;
  /** Whether it signs in with the credential that `--automation` created. */
  readonly isUnattended: boolean;
  /** Path of that credential; default: the variable SETUP_CREDENTIAL. */
  readonly credentialFile: string | undefined;
  /** Whether to create the credential for unattended runs. */
  readonly automation: boolean;
  /** Whether to restore deleted applications. */
  readonly restore: boolean;
  readonly isMultiTenant: boolean;
  readonly permissions: readonly string[];
  readonly groups: 'assigned' | 'security' | undefined;
  readonly isClientConfidential: boolean;
  readonly credentialKind: 'certificate' | 'secret' | 'federated';
  readonly credentialDays: number;
  /** PEM of certificate and key from the organization's certificate authority. */
  readonly certificatePem: string | undefined;
  readonly rotate: boolean;
  readonly grant: boolean;
  readonly prune: boolean;
  /** Object ids of assigned users and groups. When there are any, assignment becomes required. */
  readonly assigned: readonly string[];
  /** Object ids of users and groups with the role Connector.Admin. */
  readonly admins: readonly string[];
  readonly configFile: string | undefined;
}

/** Microsoft Graph Command Line Tools, Microsoft's client for administration scripts in every tenant. */
export const commandLineTools = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export const setupUsage = `npm run setup -- [options]

Mode and deployment
  --dry-run              print every change, make none
  --check                the same, and exit with 1 when there is any
  --env NAME             environment of wrangler.toml, such as eu; default: the top level
  --public-url URL       origin of the connector; default: PUBLIC_URL of wrangler.toml

Sign-in
  --tenant ID            tenant id or domain; default: the tenant of the account
  --cloud NAME           global (default), usgov, usgov-dod, china
  --browser              sign in with the browser of this machine; default in a terminal
  --device-code          sign in with a device code, which many tenants block; default without a terminal
  --client-id ID         client of the sign-in; default: Microsoft Graph Command Line Tools
  --unattended           no sign-in: check or renew with the credential that --automation created
  --credential FILE      that credential; default: the environment variable SETUP_CREDENTIAL

Applications
  --name NAME            prefix of their unique names; default: m365-mcp-connector
  --multi-tenant         let other tenants use them
  --areas A,B            require only the permissions of these areas: mail, calendar, chats, channels,
                         sharepoint, onedrive, meetings, people
  --with A,B             require these abilities too, which are not part of the default: people, tasks, notes
  --permissions A,B      require only these Graph permissions
  --groups KIND          list groups in access tokens: assigned, or security
  --assign ID            require assignment, and assign this user or group (may be repeated)
  --admin ID             assign Connector.Admin to this user or group (may be repeated)
  --confidential-client  give the client application a credential
  --grant                grant missing permissions, also those that may have been revoked
  --prune                remove unknown redirect URIs and expired certificates
  --restore              restore applications that were deleted within the last 30 days
  --automation           create the application and the credential for --unattended

Credentials
  --secret               a client secret instead of a certificate
  --certificate FILE     PEM with a certificate of your certificate authority and its key, instead of a self-signed one
  --federated            a federated credential with the connector as issuer, instead of a certificate
  --days N               lifetime of a new credential in days; default: 365
  --rotate               add a new credential beside the current one

Tests
  --login-url URL, --graph-url URL, --config FILE`;

/** @throws OperatorError with the invalid option */
export function readSetupOptions(args: readonly string[]): SetupOptions {
  const { values } = parse(args);
  const cloudName = oneOf('--cloud', values.cloud, ['global', 'usgov', 'usgov-dod', 'china'] as const);
  const cloud = clouds[cloudName];
  if (values['dry-run'] && values.check) throw new OperatorError('Give --dry-run or --check, not both.');
  if (values.browser && values['device-code'])
    throw new OperatorError('Give --browser or --device-code, not both.');
  if (values.secret && values.federated) throw new OperatorError('Give --secret or --federated, not both.');
  if (values.certificate !== undefined && (values.secret || values.federated)) {
    throw new OperatorError('Give --certificate without --secret and --federated.');
  }
  if (values.areas !== undefined && values.permissions !== undefined) {
    throw new OperatorError('Give --areas or --permissions, not both.');
  }
  if (values.unattended && (values.automation || values.assign.length + values.admin.length > 0)) {
    throw new OperatorError(
      '--automation, --assign and --admin need an administrator. Run them without --unattended.',
    );
  }
  return {
    mode: values.check ? 'check' : values['dry-run'] ? 'dry-run' : 'apply',
    environment: values.env,
    publicUrl:
      values['public-url'] === undefined
        ? undefined
        : readOrigin('--public-url', values['public-url']).origin,
    name: matching('--name', values.name, /^[a-z0-9][a-z0-9-]{1,60}$/),
    tenant: matching('--tenant', values.tenant, /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/),
    cloudName,
    cloud,
    loginUrl: readOrigin('--login-url', values['login-url'] ?? cloud.loginOrigin),
    graphUrl: readOrigin('--graph-url', values['graph-url'] ?? cloud.graphOrigin),
    clientId: guid('--client-id', values['client-id']),
    useBrowser: values.browser || (!values['device-code'] && process.stdout.isTTY),
    isUnattended: values.unattended,
    credentialFile: values.credential,
    automation: values.automation,
    restore: values.restore,
    isMultiTenant: values['multi-tenant'],
    permissions: withOptional(
      values.areas === undefined ? readPermissions(values.permissions) : readAreas(values.areas),
      values.with,
    ),
    groups:
      values.groups === undefined
        ? undefined
        : oneOf('--groups', values.groups, ['assigned', 'security'] as const),
    isClientConfidential: values['confidential-client'],
    credentialKind: values.federated ? 'federated' : values.secret ? 'secret' : 'certificate',
    certificatePem: values.certificate === undefined ? undefined : readCertificate(values.certificate),
    credentialDays: wholeNumber('--days', values.days, 1, 730),
    rotate: values.rotate,
    grant: values.grant,
    prune: values.prune,
    assigned: values.assign.map((id) => guid('--assign', id)),
    admins: values.admin.map((id) => guid('--admin', id)),
    configFile: values.config,
  };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  return readOptions({
    args: [...args],
    options: {
      'dry-run': flag,
      check: flag,
      env: text,
      'public-url': text,
      tenant: { ...text, default: 'organizations' },
      cloud: { ...text, default: 'global' },
      browser: flag,
      'device-code': flag,
      unattended: flag,
      credential: text,
      automation: flag,
      restore: flag,
      areas: text,
      with: text,
      certificate: text,
      'client-id': { ...text, default: commandLineTools },
      name: { ...text, default: 'm365-mcp-connector' },
      'multi-tenant': flag,
      permissions: text,
      groups: text,
      assign: many,
      admin: many,
      'confidential-client': flag,
      grant: flag,
      prune: flag,
      secret: flag,
      federated: flag,
      days: { ...text, default: '365' },
      rotate: flag,
      'login-url': text,
      'graph-url': text,
      config: text,
    },
  });
}

function readPermissions(text: string | undefined): readonly GraphPermission[] {
  if (text === undefined) return requestedPermissions;
  const names = text.split(',').map((name) => name.trim());
  const known = names.filter(isGraphPermission);
  const unknown = names.filter((name) => !isGraphPermission(name));
  if (unknown.length > 0) {
    throw new OperatorError(
      `--permissions: unknown permissions: ${unknown.join(', ')}. docs/permissions.md lists all permissions.`,
    );
  }
  return withoutIncluded([...new Set(['User.Read' as const, ...known])]);
}

function readAreas(text: string): readonly GraphPermission[] {
  const known = Object.keys(permissionAreas) as PermissionArea[];
  return permissionsOfAreas(text.split(',').map((name) => oneOf('--areas', name.trim(), known)));
}

/** Adds the permissions of optional abilities. */
function withOptional(
  base: readonly GraphPermission[],
  text: string | undefined,
): readonly GraphPermission[] {
  if (text === undefined) return base;
  const known = Object.keys(optionalAreas) as OptionalArea[];
  const added = text.split(',').flatMap((name) => optionalAreas[oneOf('--with', name.trim(), known)]);
  return withoutIncluded([...new Set([...base, ...added])]);
}

/** @throws OperatorError that contains nothing of the key */
function readCertificate(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8');
    parseCertificatePem(pem);
    return pem;
  } catch (error) {
    const reason = error instanceof Error && !('code' in error) ? error.message : 'cannot be read';
    throw new OperatorError(`--certificate: ${path} ${reason}.`);
  }
}

function guid(option: string, text: string): string {
  const id = text.trim().toLowerCase();
  if (isGuid(id)) return id;
  throw new OperatorError(`${option}: give an object id, which is a GUID.`);
}

function matching(option: string, text: string, pattern: RegExp): string {
  if (pattern.test(text)) return text;
  throw new OperatorError(`${option}: "${text.slice(0, 64)}" has invalid characters.`);
}
