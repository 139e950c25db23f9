import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../../../src/crypto/encoding.ts';
import { parseCertificatePem } from '../../../src/entra/certificate.ts';
import { createClientCredential } from '../../../src/entra/client-credential.ts';
import { federatedKeyId, federatedKeySet, parseFederatedKeys } from '../../../src/entra/federation.ts';
import { certificateDer, pemBlock } from './der-writer.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';
import { nowMs, nowSeconds, serverAppId } from './token-forge.ts';

const endpoint = 'https://login.microsoftonline.com/0c0a0000-0000-4000-8000-00000000c0a0/oauth2/v2.0/token';
const clock = { nowMs: () => nowMs };

let key: RsaKey;
beforeAll(async () => {
  key = await createRsaKey('certificate');
});

function certificateCredential() {
  const pem = pemBlock('CERTIFICATE', certificateDer(key.spki)) + pemBlock('PRIVATE KEY', key.pkcs8);
  return createClientCredential({ kind: 'certificate', certificate: parseCertificatePem(pem) }, clock);
}

describe('a secret credential', () => {
  it('returns only the parameter client_secret', async () => {
    const credential = createClientCredential({ kind: 'secret', secret: 'fake+secret&=%' }, clock);
    expect(await credential.parameters(endpoint, serverAppId)).toEqual({ client_secret: 'fake+secret&=%' });
  });
});

describe('a certificate credential', () => {
  it('signs an assertion that its public key verifies', async () => {
    const parameters = await certificateCredential().parameters(endpoint, serverAppId);
    expect(Object.keys(parameters)).toEqual(['client_assertion_type', 'client_assertion']);
    expect(parameters['client_assertion_type']).toBe(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    );
    const assertion = parameters['client_assertion'] ?? '';
    const publicKey = await crypto.subtle.importKey(
      'spki',
      key.spki,
      { name: 'RSA-PSS', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    const { payload } = await jwtVerify(assertion, publicKey, {
      algorithms: ['PS256'],
      audience: endpoint,
      issuer: serverAppId,
      subject: serverAppId,
      currentDate: new Date(nowMs),
    });
    expect(payload).toEqual({
      aud: endpoint,
      iss: serverAppId,
      sub: serverAppId,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      nbf: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 600,
    });
  });

  it('identifies the certificate by its SHA-256 thumbprint', async () => {
    const parameters = await certificateCredential().parameters(endpoint, serverAppId);
    const digest = await crypto.subtle.digest('SHA-256', certificateDer(key.spki));
    expect(decodeProtectedHeader(parameters['client_assertion'] ?? '')).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': encodeBase64Url(new Uint8Array(digest)),
    });
  });

  it('never signs the same assertion twice', async () => {
    const credential = certificateCredential();
    const [first, second] = await Promise.all([
      credential.parameters(endpoint, serverAppId),
      credential.parameters(endpoint, serverAppId),
    ]);
    expect(first['client_assertion']).not.toBe(second['client_assertion']);
  });
});

describe('a federated credential', () => {
  it('signs an assertion with the issuer and the subject of the connector, not of the application', async () => {
    const keys = parseFederatedKeys(pemBlock('PRIVATE KEY', key.pkcs8));
    const federation = { issuer: 'https://mcp.example.com/fic', keys };
    const audience = 'api://AzureADTokenExchange';
    const credential = createClientCredential({ kind: 'federated', federation, audience }, clock);
    const assertion = (await credential.parameters(endpoint, serverAppId))['client_assertion'] ?? '';
    const { payload, protectedHeader } = await jwtVerify(
      assertion,
      createLocalJWKSet(await federatedKeySet(federation)),
      { currentDate: new Date(nowMs) },
    );
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: await federatedKeyId(keys[0]) });
    expect(payload).toEqual({
      aud: audience,
      iss: 'https://mcp.example.com/fic',
      sub: 'm365-mcp-connector-server',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      nbf: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 600,
    });
  });
});
