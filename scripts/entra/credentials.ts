import { X509Certificate, createHash } from 'node:crypto';
import { OperatorError } from '../lib/command-line.ts';
import { federatedIssuerUrl, federatedSubject } from '../../src/entra/federation.ts';
import { applicationPath, pendingId } from './application.ts';
import type { KeyCredential, StoredApplication, StoredCredential } from './application-document.ts';
import { createCertificate, pemBlock } from './certificate.ts';
import { type SetupContext, createPendingSecret } from './context.ts';

const dayMs = 24 * 3600 * 1000;
/** A credential that expires earlier than this is replaced. */
const renewBeforeMs = 30 * dayMs;

/** One of the two applications, and the prefix of its secrets. */
export interface CredentialTarget {
  readonly application: StoredApplication;
  readonly prefix: 'SERVER_APP' | 'CLIENT_APP';
}

/* Adds a credential for this Worker unless one is valid for another 30 days. The existing credentials stay, so that the
 * Worker uses the old one until it has the new one.
 * @returns expiry date of the Worker's client secret, such as `2027-11-28`; empty without a client secret
 */
export async function ensureCredential(context: SetupContext, target: CredentialTarget): Promise<string> {
  const { options, folder, graph } = context;
  const { prefix } = target;
  const name = `${prefix}_${options.credentialKind === 'secret' ? 'SECRET' : 'CERTIFICATE'}`;
  const waiting = folder.read(name);
  if (options.certificatePem !== undefined) {
    await ensureGivenCertificate(context, target, options.certificatePem);
    return '';
  }
  if (waiting === undefined && !(await needsCredential(context, target)))
    return getSecretExpiry(context, target);
  if (options.rotate && waiting !== undefined) {
    const kind = options.credentialKind === 'secret' ? 'client secret' : 'certificate';
    context.changes.note(`no further ${kind}: the ${kind} of the last run is not in the Worker yet`);
  }
  if (options.credentialKind === 'secret') {
    if (waiting !== undefined) return getSecretExpiry(context, target);
    const endDateTime = new Date(context.nowMs + options.credentialDays * dayMs).toISOString();
    await createPendingSecret(context, name, 'create a client secret', () => addSecret(endDateTime));
    return toDate(endDateTime);
  }
  if (waiting !== undefined) await registerCertificate(context, target, waiting);
  else {
    const text = `create a certificate for ${options.credentialDays} days`;
    await createPendingSecret(context, name, text, addCertificate);
  }
  return '';

  async function addCertificate(): Promise<void> {
    const { workerName } = context.deployment;
    const { pem } = await createCertificate(workerName, options.credentialDays, context.nowMs);
    // Stored before the registration, so that an interrupted run does not lose the key of a registered certificate.
    folder.write(name, pem);
    await graph.send('PATCH', applicationPath(target.application), {
      keyCredentials: withCertificate(context, target.application, pem),
    });
  }

  async function addSecret(endDateTime: string): Promise<void> {
    const passwordCredential = { displayName: formatCredentialName(context, 'secret'), endDateTime };
    const added = await graph.send<{ readonly secretText: string }>(
      'POST',
      `${applicationPath(target.application)}/addPassword`,
      { passwordCredential },
    );
    folder.write(name, added?.secretText ?? '');
  }
}

/** Whether this Worker has no credential that is valid for another 30 days. */
async function needsCredential(
  context: SetupContext,
  { application, prefix }: CredentialTarget,
): Promise<boolean> {
  if (context.options.rotate) return true;
  const names = await context.secrets.names();
  if (names && !names.has(`${prefix}_CERTIFICATE`) && !names.has(`${prefix}_SECRET`)) return true;
  // Credentials of other Workers do not count. Without named credentials, those created by hand count.
  const named = getWorkerCredentials(context, allCredentials(application));
  const candidates = named.length > 0 || names === undefined ? named : allCredentials(application);
  return !candidates.some(({ endDateTime }) => Date.parse(endDateTime ?? '') - context.nowMs > renewBeforeMs);
}

/** Expiry date of the Worker's client secret: the newest one with its name, or the newest of all. */
async function getSecretExpiry(
  context: SetupContext,
  { application, prefix }: CredentialTarget,
): Promise<string> {
  const name = `${prefix}_SECRET`;
  const noted = context.deployment.vars[`ENTRA_${prefix.replace('_APP', '')}_SECRET_EXPIRES_ON`] ?? '';
  const names = await context.secrets.names();
  const isWaiting = context.folder.read(name) !== undefined;
  if (!isWaiting && !names) return noted;
  if (!isWaiting && !names?.has(name)) return '';
  const { passwordCredentials } = application;
  const named = getWorkerCredentials(context, passwordCredentials);
  const [newest] = (named.length > 0 ? named : passwordCredentials).toSorted((left, right) =>
    (right.startDateTime ?? '').localeCompare(left.startDateTime ?? ''),
  );
  return newest?.endDateTime === undefined ? noted : toDate(newest.endDateTime);
}

function getWorkerCredentials(
  { deployment }: SetupContext,
  credentials: readonly StoredCredential[],
): readonly StoredCredential[] {
  return credentials.filter(({ displayName }) => displayName?.startsWith(`${deployment.workerName} `));
}

/* Registers the certificate of the organization's certificate authority, and stores it for the Worker.
 * @throws OperatorError when it is expired
 */
async function ensureGivenCertificate(
  context: SetupContext,
  target: CredentialTarget,
  pem: string,
): Promise<void> {
  const { folder } = context;
  const certificate = new X509Certificate(pem);
  if (certificate.validToDate.getTime() <= context.nowMs) {
    throw new OperatorError(
      `--certificate: the certificate expired ${toDate(certificate.validToDate.toISOString())}.`,
    );
  }
  const key = certificate.raw.toString('base64');
  const isRegistered = target.application.keyCredentials.some((credential) => credential.key === key);
  const name = `${target.prefix}_CERTIFICATE`;
  const names = await context.secrets.names();
  if (!isRegistered || names?.has(name) === false) {
    const text = `use the certificate of ${oneLine(certificate.issuer)}`;
    await createPendingSecret(context, name, text, async () => folder.write(name, pem));
  }
  await registerCertificate(context, target, pem);
}

function oneLine(distinguishedName: string): string {
  return distinguishedName.replaceAll(/\s+/g, ' ').slice(0, 120);
}

async function registerCertificate(
  context: SetupContext,
  { application }: CredentialTarget,
  pem: string,
): Promise<void> {
  const key = new X509Certificate(pem).raw.toString('base64');
  if (application.keyCredentials.some((credential) => credential.key === key)) return;
  const keyCredentials = withCertificate(context, application, pem);
  const send = () => context.graph.send('PATCH', applicationPath(application), { keyCredentials });
  const name = keyCredentials.at(-1)?.displayName;
  await context.changes.apply<unknown>(`register the certificate "${name}"`, send, undefined);
}

/** The certificates of an application and a new one, which is last. */
function withCertificate(
  context: SetupContext,
  { keyCredentials }: StoredApplication,
  pem: string,
): readonly KeyCredential[] {
  const { raw } = new X509Certificate(pem);
  const thumbprint = createHash('sha256').update(raw).digest('hex').slice(0, 8);
  const kept = keyCredentials.filter(
    ({ endDateTime }) => !context.options.prune || Date.parse(endDateTime ?? '') > context.nowMs,
  );
  return [...kept, createKeyCredential(pem, formatCredentialName(context, thumbprint))];
}

/** A certificate as Graph registers it. */
export function createKeyCredential(pem: string, displayName: string): KeyCredential {
  const certificate = new X509Certificate(pem);
  return {
    displayName,
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: certificate.raw.toString('base64'),
    endDateTime: certificate.validToDate.toISOString(),
  };
}

/** Whether a credential has expired or expires within 30 days. */
export function expiresSoon({ endDateTime }: StoredCredential, nowMs: number): boolean {
  return !(Date.parse(endDateTime ?? '') - nowMs > renewBeforeMs);
}

/** Prints when each credential expires, and reports valid ones of this Worker of a type that it no longer uses. */
export async function reportCredentials(
  context: SetupContext,
  { application, prefix }: CredentialTarget,
): Promise<void> {
  const { changes, nowMs } = context;
  const { keyCredentials, passwordCredentials } = application;
  for (const { displayName, endDateTime } of allCredentials(application)) {
    const days = Math.floor((Date.parse(endDateTime ?? '') - nowMs) / dayMs);
    const expiry = `${displayName ?? 'unnamed'}: expires ${toDate(endDateTime ?? '')}`;
    changes.note(days < 0 ? `expired credential ${expiry}` : `credential ${expiry}, in ${days} days`);
  }
  const names = await context.secrets.names();
  const used = [`${prefix}_CERTIFICATE`, `${prefix}_SECRET`, federatedKeyName].filter((name) =>
    names?.has(name),
  );
  if (used.length !== 1) return;
  const unused = [
    ...(used[0] === `${prefix}_CERTIFICATE` ? [] : keyCredentials),
    ...(used[0] === `${prefix}_SECRET` ? [] : passwordCredentials),
  ];
  for (const { displayName, endDateTime } of getWorkerCredentials(context, unused)) {
    if (Date.parse(endDateTime ?? '') <= nowMs) continue;
    changes.note(
      `"${displayName}" is still valid, but the Worker uses ${used[0]}. Delete it under Certificates & secrets`,
    );
  }
}

/** Begins with the Worker's name, by which later runs recognize it. */
function formatCredentialName(
  { deployment, nowMs }: Pick<SetupContext, 'deployment' | 'nowMs'>,
  detail: string,
): string {
  return `${deployment.workerName} ${toDate(new Date(nowMs).toISOString())} ${detail}`;
}

function toDate(dateTime: string): string {
  return dateTime.slice(0, 10);
}

function allCredentials({ keyCredentials, passwordCredentials }: StoredApplication) {
  return [...keyCredentials, ...passwordCredentials];
}

/** Graph's `federatedIdentityCredential`. @see https://learn.microsoft.com/graph/api/resources/federatedidentitycredential */
interface FederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

const federatedKeyName = 'SERVER_APP_FEDERATED_KEY';

/** Federated credentials of an application in Entra. */
export async function listFederatedCredentials(
  { graph }: SetupContext,
  { application }: Pick<CredentialTarget, 'application'>,
): Promise<readonly FederatedCredential[]> {
  if (application.appId === pendingId) return [];
  return graph.list<FederatedCredential>(federatedCredentialsPath(application));
}

/** Whether the server application uses a federated credential: by option, or because the Worker does already. */
export async function usesFederatedCredential(
  { options, folder, secrets, deployment }: SetupContext,
  present: readonly FederatedCredential[],
): Promise<boolean> {
  if (options.credentialKind !== 'certificate') return options.credentialKind === 'federated';
  if (options.rotate) return false;
  if (folder.read(federatedKeyName) !== undefined) return true;
  const names = await secrets.names();
  return names?.has(federatedKeyName) ?? present.some(({ name }) => name === deployment.workerName);
}

/* Adds a federated credential that trusts this connector as the issuer, and creates its signing key. Entra reads the
 * public key from the Worker.
 * @see https://learn.microsoft.com/graph/api/federatedidentitycredential-upsert
 */
export async function ensureFederatedCredential(
  context: SetupContext,
  { application }: CredentialTarget,
  present: readonly FederatedCredential[],
  publicUrl: string,
): Promise<void> {
  const { options, changes, graph, folder, secrets, deployment } = context;
  const wanted: FederatedCredential = {
    name: deployment.workerName,
    issuer: federatedIssuerUrl(publicUrl),
    subject: federatedSubject,
    audiences: [options.cloud.tokenExchangeAudience],
  };
  const existing = present.find(({ name }) => name === wanted.name);
  if (!existing || !isSame(existing, wanted)) {
    const { name, ...body } = wanted;
    const path = `${federatedCredentialsPath(application)}(name='${name}')`;
    const send = () => graph.send('PATCH', path, body, 'create-if-missing');
    await changes.apply<unknown>(`federated credential for the issuer ${wanted.issuer}`, send, undefined);
  }
  if (folder.read(federatedKeyName) !== undefined) return;
  const names = await secrets.names();
  if (!options.rotate && (names ? names.has(federatedKeyName) : existing !== undefined)) return;
  await createPendingSecret(
    context,
    federatedKeyName,
    'create the signing key of the federated credential',
    async () => folder.write(federatedKeyName, await createSigningKey()),
  );
}

/** Reports federated credentials that are unknown or unused. */
export function reportFederatedCredentials(
  { changes, deployment }: SetupContext,
  present: readonly FederatedCredential[],
  publicUrls: readonly string[],
  isUsed: boolean,
): void {
  const issuers = publicUrls.map(federatedIssuerUrl);
  for (const { name, issuer } of present) {
    if (name === deployment.workerName) {
      if (!isUsed) changes.drift(`federated credential "${name}" is still trusted but not used. Delete it`);
    } else if (!issuers.includes(issuer)) {
      changes.drift(
        `unknown federated credential "${name}": ${issuer} can authenticate as the application. Delete it unless you added it`,
      );
    }
  }
}

function federatedCredentialsPath(application: StoredApplication): string {
  return `${applicationPath(application)}/federatedIdentityCredentials`;
}

function isSame(left: FederatedCredential, right: FederatedCredential): boolean {
  return (
    left.issuer === right.issuer &&
    left.subject === right.subject &&
    left.audiences.join() === right.audiences.join()
  );
}

async function createSigningKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
    },
    true,
    ['sign', 'verify'],
  );
  return pemBlock('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)));
}
