import { SignJWT } from 'jose';
import { encodeBase64Url } from '../lib/base64url.ts';
import type { Clock } from '../lib/clock.ts';
import { sha256 } from '../lib/sha256.ts';
import type { Certificate } from './certificate.ts';

/** What an application proves itself with. */
export type ClientCredentialSource =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificate: Certificate };

/** How an application proves to Entra's token endpoint that it is itself. */
export interface ClientCredential {
  /**
   * The form parameters that authenticate one request. They are made anew for each: they belong into its body and
   * nowhere else.
   * @param tokenEndpoint the endpoint as Entra knows it, which is what it compares `aud` with: the canonical address of
   * the cloud, even where requests go to a stand-in
   */
  parameters(tokenEndpoint: string, clientId: string): Promise<Readonly<Record<string, string>>>;
}

const assertionLifetimeSeconds = 600;

/**
 * Makes the credential. A certificate signs an assertion (RFC 7523) with PS256 and names itself by `x5t#S256`; its key
 * cannot be taken out again. The assertion is not kept: there is one exchange per person and hour, and what is not kept
 * is never stale.
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function createClientCredential(source: ClientCredentialSource, clock: Clock): ClientCredential {
  if (source.kind === 'secret') {
    return { parameters: () => Promise.resolve({ client_secret: source.secret }) };
  }
  const { certificateDer, privateKeyDer } = source.certificate;
  let key: CryptoKey | undefined;
  let thumbprint: string | undefined;
  return {
    async parameters(tokenEndpoint, clientId) {
      key ??= await importPrivateKey(privateKeyDer);
      thumbprint ??= encodeBase64Url(await sha256(certificateDer));
      const issuedAt = Math.floor(clock.nowMs() / 1000);
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
        .setAudience(tokenEndpoint)
        .setIssuer(clientId)
        .setSubject(clientId)
        .setJti(crypto.randomUUID())
        .setNotBefore(issuedAt)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + assertionLifetimeSeconds)
        .sign(key);
      return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      };
    },
  };
}

function importPrivateKey(privateKeyDer: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  return crypto.subtle.importKey('pkcs8', privateKeyDer, algorithm, false, ['sign']);
}
