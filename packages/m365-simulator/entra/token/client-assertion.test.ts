import { createHash, createPrivateKey, sign, X509Certificate, constants } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSelfSignedCertificate } from '../../client/self-signed-certificate.ts';
import { createOAuthClient } from '../../client/oauth-client.ts';
import { startSimulator } from '../../server.ts';
import { createStubGraph } from '../../test-helpers/stub-graph.ts';
import { apps, contoso, fabrikam } from '../../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const client = createOAuthClient(tenant.url, contoso);
const { certificatePem, privateKeyPem } = await createSelfSignedCertificate(Date.now());
const der = new X509Certificate(certificatePem).raw;
const thumbprint = (algorithm: string) => createHash(algorithm).update(der).digest('base64url');
beforeEach(async () => {
  tenant.control.reset();
  await tenant.control.updateApplication({ app: 'server', secrets: [], certificates: [certificatePem] });
});
afterAll(() => tenant.close());

interface Departures {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly keyPem?: string;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed with Node's crypto module, independent of the code under test. */
function clientAssertion({ header, claims, keyPem = privateKeyPem }: Departures = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const head = { typ: 'JWT', alg: 'PS256', 'x5t#S256': thumbprint('sha256'), ...header };
  const body = {
    aud: `https://login.microsoftonline.com/${contoso}/oauth2/v2.0/token`,
    iss: apps.server,
    sub: apps.server,
    jti: crypto.randomUUID(),
    nbf: now,
    iat: now,
    exp: now + 600,
    ...claims,
  };
  const signingInput = `${encode(head)}.${encode(body)}`;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const key = { key: createPrivateKey(keyPem), ...(head.alg === 'PS256' && pss) };
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), key).toString('base64url')}`;
}

async function exchange(
  assertion: string,
  type: string | undefined = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
) {
  return client.exchange(await tenant.control.mint({ user: 'megan' }), {
    client_secret: undefined,
    client_assertion: assertion,
    client_assertion_type: type,
  });
}

test('the certificate is a real one', () => {
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
  expect(certificate.subject).toBe('CN=M365 MCP Server');
});

test.each<[string, Departures]>([
  ['PS256 with x5t#S256', {}],
  ['RS256 with x5t', { header: { alg: 'RS256', 'x5t#S256': undefined, x5t: thumbprint('sha1') } }],
  ['the address of the stand-in', { claims: { aud: `${tenant.url}/${contoso}/oauth2/v2.0/token` } }],
])('accepted: %s', async (_, departures) => {
  expect((await exchange(clientAssertion(departures))).status).toBe(200);
});

test('a client assertion can be reused until it expires', async () => {
  const assertion = clientAssertion();
  expect((await exchange(assertion)).status).toBe(200);
  expect((await exchange(assertion)).status).toBe(200);
});

const other = await createSelfSignedCertificate(Date.now());
const otherThumbprint = createHash('sha256')
  .update(new X509Certificate(other.certificatePem).raw)
  .digest('base64url');
const now = Math.floor(Date.now() / 1000);

test.each<[string, Departures, number]>([
  [
    'an unregistered certificate',
    { header: { 'x5t#S256': otherThumbprint }, keyPem: other.privateKeyPem },
    700027,
  ],
  ['a key that does not belong to the certificate', { keyPem: other.privateKeyPem }, 700027],
  ['no thumbprint', { header: { 'x5t#S256': undefined } }, 700027],
  ['the signature of another algorithm', { header: { alg: 'PS384' } }, 50027],
  [
    'the issuer as audience',
    { claims: { aud: `https://login.microsoftonline.com/${contoso}/v2.0` } },
    700023,
  ],
  [
    'the endpoint of another tenant',
    { claims: { aud: `https://login.microsoftonline.com/${fabrikam}/oauth2/v2.0/token` } },
    700023,
  ],
  [
    'another host',
    { claims: { aud: `https://login.microsoftonline.us/${contoso}/oauth2/v2.0/token` } },
    700023,
  ],
  ['another issuer', { claims: { iss: apps.client } }, 700021],
  ['another subject', { claims: { sub: apps.client } }, 700021],
  ['an assertion that has expired', { claims: { exp: now - 1 } }, 700024],
  ['an assertion that is not valid yet', { claims: { nbf: now + 3600 } }, 700024],
  ['no jti', { claims: { jti: undefined } }, 50027],
])('rejected: %s', async (_, departures, code) => {
  expect((await exchange(clientAssertion(departures))).body.error_codes).toEqual([code]);
});

test('rejected: no assertion type, and a secret that is registered no more', async () => {
  expect((await exchange(clientAssertion(), 'urn:other')).body.error_codes).toEqual([900144]);
  const { body } = await client.exchange(await tenant.control.mint({ user: 'megan' }));
  expect(body.error_codes).toEqual([7000215]);
});
