import { createHash, X509Certificate } from 'node:crypto';
import type { KeyCredential, StoredApplication } from './application-document.ts';
import { makeCertificate } from './make-certificate.ts';
import { applicationPath } from './settle-application.ts';
import type { SetupContext } from './setup-context.ts';

const dayMs = 24 * 3600 * 1000;
/** A credential that lives no longer than this is renewed. */
const renewBeforeMs = 30 * dayMs;

/** Which of the two applications, and how its secrets are called. */
export interface CredentialTarget {
  readonly uniqueName: string;
  readonly application: StoredApplication;
  readonly prefix: 'SERVER_APP' | 'CLIENT_APP';
}

/**
 * Sees to it that the application has a credential of this Worker that lives for another month. A new one stands beside
 * the present ones: the Worker goes on with the old one until it has been given the new one.
 */
export async function settleCredential(context: SetupContext, target: CredentialTarget): Promise<void> {
  const { options, changes, folder, graph } = context;
  const { application, prefix } = target;
  for (const { displayName, endDateTime } of allCredentials(application)) {
    const leftMs = Date.parse(endDateTime ?? '') - context.nowMs;
    const ends = `${displayName ?? 'without a name'}: ends ${endDateTime?.slice(0, 10)}`;
    if (leftMs <= 0) changes.note(`expired credential ${ends}`);
    else if (leftMs <= renewBeforeMs) changes.note(`credential ${ends}`);
  }
  const name = `${prefix}_${options.credentialKind === 'secret' ? 'SECRET' : 'CERTIFICATE'}`;
  const waiting = folder.read(name);
  if (waiting === undefined && !(await isNeeded(context, target))) return;
  if (options.credentialKind === 'secret') {
    if (waiting === undefined) await changes.make('a new client secret', addSecret, undefined);
    return;
  }
  const pem =
    waiting ?? (await changes.make(`a certificate for ${options.credentialDays} days`, newPem, undefined));
  if (pem !== undefined) await registerCertificate(context, target, pem);

  async function newPem(): Promise<string> {
    const { pem } = await makeCertificate(
      context.deployment.workerName,
      options.credentialDays,
      context.nowMs,
    );
    // Kept before Entra hears of it: a key that is lost in between would leave a certificate that nobody can use.
    folder.write(name, pem);
    return pem;
  }

  async function addSecret(): Promise<void> {
    const endDateTime = new Date(context.nowMs + options.credentialDays * dayMs).toISOString();
    const passwordCredential = { displayName: labelOf(context, 'secret'), endDateTime };
    const added = await graph.send<{ readonly secretText: string }>(
      'POST',
      `${applicationPath(target.uniqueName)}/addPassword`,
      { passwordCredential },
    );
    folder.write(name, added?.secretText ?? '');
  }
}

/** Whether this Worker lacks a credential that it can go on with. */
async function isNeeded(context: SetupContext, { application, prefix }: CredentialTarget): Promise<boolean> {
  if (context.options.rotate) return true;
  const good = allCredentials(application).filter(
    ({ endDateTime }) => Date.parse(endDateTime ?? '') - context.nowMs > renewBeforeMs,
  );
  const names = await context.secrets.names();
  const isOurs = good.some(({ displayName }) => displayName?.startsWith(`${context.deployment.workerName} `));
  if (names === undefined) return !isOurs;
  const hasSecret = names.has(`${prefix}_CERTIFICATE`) || names.has(`${prefix}_SECRET`);
  return good.length === 0 || !hasSecret;
}

async function registerCertificate(
  { graph, changes, options, nowMs, ...context }: SetupContext,
  { application, uniqueName }: CredentialTarget,
  pem: string,
): Promise<void> {
  const certificate = new X509Certificate(pem);
  const key = certificate.raw.toString('base64');
  if (application.keyCredentials.some((credential) => credential.key === key)) return;
  const thumbprint = createHash('sha256').update(certificate.raw).digest('hex').slice(0, 8);
  const credential: KeyCredential = {
    displayName: labelOf({ ...context, nowMs }, thumbprint),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key,
    endDateTime: certificate.validToDate.toISOString(),
  };
  const kept = application.keyCredentials.filter(
    ({ endDateTime }) => !options.prune || Date.parse(endDateTime ?? '') > nowMs,
  );
  const send = () =>
    graph.send('PATCH', applicationPath(uniqueName), { keyCredentials: [...kept, credential] });
  await changes.make<unknown>(`register the certificate "${credential.displayName}"`, send, undefined);
}

/** Begins with the Worker's name: that is how a later run knows whose it is. */
function labelOf({ deployment, nowMs }: Pick<SetupContext, 'deployment' | 'nowMs'>, detail: string): string {
  return `${deployment.workerName} ${new Date(nowMs).toISOString().slice(0, 10)} ${detail}`;
}

function allCredentials({ keyCredentials, passwordCredentials }: StoredApplication) {
  return [...keyCredentials, ...passwordCredentials];
}
