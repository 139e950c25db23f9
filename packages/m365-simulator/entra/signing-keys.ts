import { randomText } from '../encoding/base64.ts';
import { type CloudName, consumerTenantId, formatIssuer } from './directory/microsoft-cloud.ts';
import type { SubtleKey } from './token/jwt.ts';

export interface SigningKey {
  readonly kid: string;
  /** Issuer as the key document states it: the template for tenants, or one concrete issuer. */
  readonly issuer: string;
  readonly privateKey: SubtleKey;
  readonly publicKey: SubtleKey;
  /** The member of the key document. It has no `alg`, as Entra's have none. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** Names for keys that a test signs with; anything else is taken as a `kid`. */
export type KeyName = 'current' | 'previous' | 'consumer' | 'unpublished';

export interface SigningKeys {
  /** The key that signs new tokens of tenants. */
  current(): SigningKey;
  /** A published key. */
  published(kid: string): SigningKey | undefined;
  named(name: KeyName | (string & {})): SigningKey | undefined;
  document(): { keys: readonly Readonly<Record<string, unknown>>[] };
  /** A new key signs from now on; the old ones stay published. Resolves to the new `kid`. */
  roll(): Promise<string>;
  /** Takes a key out of the document. */
  remove(kid: string): void;
  /** Back to the keys of the start. */
  reset(): void;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

async function generateKey(issuer: string): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('generateKey returned no key pair.');
  const { n, e } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as { n?: string; e?: string };
  const kid = randomText(20);
  const jwk = {
    kty: 'RSA',
    use: 'sig',
    kid,
    x5t: kid,
    n,
    e,
    // Not a valid certificate: a client must use `n` and `e`.
    x5c: [btoa(randomText(400))],
    cloud_instance_name: 'microsoftonline.com',
    issuer,
  };
  return { kid, issuer, privateKey: pair.privateKey, publicKey: pair.publicKey, jwk };
}

/** Makes the keys of the simulated Entra: two of tenants, one of personal accounts, one that is never published. */
export async function createSigningKeys(cloud: CloudName): Promise<SigningKeys> {
  const tenants = formatIssuer(cloud, '{tenantid}');
  const [first, previous, consumer, unpublished] = await Promise.all([
    generateKey(tenants),
    generateKey(tenants),
    generateKey(formatIssuer(cloud, consumerTenantId)),
    generateKey(tenants),
  ]);
  // The order means nothing in Entra; the signing key does not come first, so no user learns to rely on it.
  const start = [consumer, previous, first];
  let published = start;
  let current = first;
  const find = (kid: string) => published.find((key) => key.kid === kid);
  return {
    current: () => current,
    published: find,
    named(name) {
      if (name === 'current') return current;
      if (name === 'previous') return current === first ? previous : first;
      if (name === 'consumer') return consumer;
      return name === 'unpublished' ? unpublished : find(name);
    },
    document: () => ({ keys: published.map((key) => key.jwk) }),
    async roll() {
      current = await generateKey(tenants);
      published = [current, ...published];
      return current.kid;
    },
    remove(kid) {
      published = published.filter((key) => key.kid !== kid);
    },
    reset() {
      published = start;
      current = first;
    },
  };
}
