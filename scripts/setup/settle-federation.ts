import { federatedIssuerUrl, federatedSubject } from '../../src/entra/federation.ts';
import { pemBlock } from './pem-block.ts';
import { assumedId } from './settle-application.ts';
import type { CredentialTarget } from './settle-credential.ts';
import type { SetupContext } from './setup-context.ts';

/** Graph's `federatedIdentityCredential`. @see https://learn.microsoft.com/graph/api/resources/federatedidentitycredential */
export interface FederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

const keyName = 'SERVER_APP_FEDERATED_KEY';

/** Who may speak for an application, as it stands at Entra. */
export async function readFederation(
  { graph }: SetupContext,
  { application }: Pick<CredentialTarget, 'application'>,
): Promise<readonly FederatedCredential[]> {
  if (application.appId === assumedId) return [];
  return graph.list<FederatedCredential>(pathOf(application.appId));
}

/** Whether the server is to be proved by federation: because it was asked for, or because the Worker does so already. */
export async function isFederated(
  { options, folder, secrets, deployment }: SetupContext,
  present: readonly FederatedCredential[],
): Promise<boolean> {
  if (options.credentialKind !== 'certificate') return options.credentialKind === 'federated';
  if (options.rotate) return false;
  if (folder.read(keyName) !== undefined) return true;
  const names = await secrets.names();
  return names?.has(keyName) ?? present.some(({ name }) => name === deployment.workerName);
}

/**
 * Lets the server application trust this connector as an issuer, and makes the key that it signs with. Entra hears
 * nothing of the key: it reads the public half from the Worker.
 * @see https://learn.microsoft.com/graph/api/federatedidentitycredential-upsert
 */
export async function settleFederation(
  { options, changes, graph, folder, secrets, deployment }: SetupContext,
  { application }: CredentialTarget,
  present: readonly FederatedCredential[],
  publicUrl: string,
): Promise<void> {
  const wanted: FederatedCredential = {
    name: deployment.workerName,
    issuer: federatedIssuerUrl(publicUrl),
    subject: federatedSubject,
    audiences: [options.cloud.tokenExchangeAudience],
  };
  const existing = present.find(({ name }) => name === wanted.name);
  if (!existing || !isSame(existing, wanted)) {
    const { name, ...body } = wanted;
    const path = `${pathOf(application.appId)}(name='${name}')`;
    const send = () => graph.send('PATCH', path, body, 'create-if-missing');
    await changes.make<unknown>(`trust assertions of ${wanted.issuer}`, send, undefined);
  }
  if (folder.read(keyName) !== undefined) return;
  const names = await secrets.names();
  if (!options.rotate && (names ? names.has(keyName) : existing !== undefined)) return;
  const make = async () => folder.write(keyName, await newKey());
  await changes.make('a key to sign assertions with', make, undefined);
}

/** Says which others could act as the application. */
export function reportFederation(
  { changes, deployment }: SetupContext,
  present: readonly FederatedCredential[],
  publicUrls: readonly string[],
  isUsed: boolean,
): void {
  const issuers = publicUrls.map(federatedIssuerUrl);
  for (const { name, issuer } of present) {
    if (name === deployment.workerName) {
      if (!isUsed) changes.drift(`federated credential "${name}" is still trusted, and not used. Delete it`);
    } else if (!issuers.includes(issuer)) {
      changes.drift(
        `unknown federated credential "${name}": ${issuer} can act as the application. Delete it, unless it is yours`,
      );
    }
  }
}

function pathOf(appId: string): string {
  return `/applications(appId='${appId}')/federatedIdentityCredentials`;
}

function isSame(left: FederatedCredential, right: FederatedCredential): boolean {
  return (
    left.issuer === right.issuer &&
    left.subject === right.subject &&
    left.audiences.join() === right.audiences.join()
  );
}

async function newKey(): Promise<string> {
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
