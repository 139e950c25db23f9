import { readCertificateBase64 } from '../../entra/token/certificate.ts';
import { GraphError } from '../core/graph-error.ts';
import { type ApplicationsCall, invalid } from './call.ts';
import {
  type KeyCredentialDocument,
  type PermissionScope,
  type Registration,
  type RegistrationDocument,
  emptyDocument,
} from './registration.ts';

const writable = new Set(Object.keys(emptyDocument));
/** Members of these are settled as one: what is left out goes back to its default. Whether Graph merges is not documented. */
const compound = ['api', 'web', 'spa', 'publicClient'] as const;

/**
 * The document after a PATCH. @throws GraphError 400 for what Graph would not accept.
 * @see https://learn.microsoft.com/graph/api/application-update
 */
export async function updateDocument(
  registration: Registration,
  { body, state, tenant }: ApplicationsCall,
): Promise<RegistrationDocument> {
  const before = registration.document;
  for (const name of Object.keys(body)) {
    if (name === 'passwordCredentials') {
      throw invalid('Passwords cannot be set with PATCH. Use addPassword and removePassword.');
    }
    if (!writable.has(name)) throw invalid(`Property '${name}' is invalid or read-only.`);
  }
  const whole = Object.fromEntries(
    compound.flatMap((name) =>
      body[name] === undefined ? [] : [[name, { ...emptyDocument[name], ...(body[name] as object) }]],
    ),
  );
  const after = { ...before, ...body, ...whole } as RegistrationDocument;
  requireDistinct(after.api.oauth2PermissionScopes.map(({ value }) => value));
  requireDistinct(after.appRoles.flatMap(({ value }) => value ?? []));
  rejectRemoval(before.api.oauth2PermissionScopes, after.api.oauth2PermissionScopes);
  rejectRemoval(before.appRoles, after.appRoles);
  for (const uri of after.identifierUris) {
    if (uri.startsWith('api://') && uri !== `api://${registration.appId}`) {
      throw invalid(
        `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
      );
    }
  }
  const keyCredentials = await Promise.all(
    after.keyCredentials.map((credential) =>
      updateKey(credential, before.keyCredentials, state.nowMs(), tenant.rejectsSelfSigned),
    ),
  );
  return { ...after, keyCredentials };
}

function requireDistinct(values: readonly string[]): void {
  if (new Set(values).size === values.length) return;
  throw invalid('Property has duplicate values: permission scopes and roles need values of their own.');
}

function rejectRemoval(
  before: readonly Pick<PermissionScope, 'id' | 'isEnabled'>[],
  after: readonly Pick<PermissionScope, 'id'>[],
): void {
  if (before.every(({ id, isEnabled }) => !isEnabled || after.some((entry) => entry.id === id))) return;
  throw new GraphError(
    400,
    'CannotDeleteOrUpdateEnabledEntitlement',
    'Permission (scope or role) cannot be deleted or updated unless disabled first.',
  );
}

/** An existing credential is unchanged. A new one must be a certificate that is not expired. */
async function updateKey(
  credential: KeyCredentialDocument,
  known: readonly KeyCredentialDocument[],
  nowMs: number,
  rejectsSelfSigned: boolean,
): Promise<KeyCredentialDocument> {
  const same = known.find(({ keyId }) => credential.keyId !== undefined && keyId === credential.keyId);
  if (same) return same;
  const { key, type, usage } = credential;
  if (typeof key !== 'string' || type !== 'AsymmetricX509Cert' || usage !== 'Verify') {
    throw invalid('New key credentials need a key, type AsymmetricX509Cert and usage Verify.');
  }
  const endMs = Date.parse(credential.endDateTime ?? '');
  const certificate = await readCertificateBase64(key).catch(() => undefined);
  if (!certificate) {
    throw new GraphError(400, 'KeyCredentialsInvalidCertificate', 'Key credential is not a certificate.');
  }
  if (rejectsSelfSigned && certificate.isSelfIssued) {
    throw new GraphError(
      400,
      'CredentialTypeNotAllowedAsPerAppPolicy',
      'The certificate is not issued by a trusted certificate authority as required by the assigned policy.',
    );
  }
  if (!(endMs > nowMs))
    throw new GraphError(400, 'KeyCredentialsInvalidEndDate', 'Key credential end date is invalid.');
  return { ...credential, keyId: crypto.randomUUID() };
}
