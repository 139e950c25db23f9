import { X509Certificate } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { contoso, users } from 'm365-simulator';
import type { Assertion } from '../../src/entra/caller.ts';
import { parseCertificatePem } from '../../src/entra/certificate.ts';
import { createClientCredential } from '../../src/entra/client-credential.ts';
import { clouds } from '../../src/entra/clouds.ts';
import { createOnBehalfOf } from '../../src/entra/on-behalf-of.ts';
import type { TenantId } from '../../src/lib/guid.ts';
import { createOutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
beforeEach(() => world.reset());
afterAll(() => world.stop());

const publicUrl = 'https://mcp.example.com';
const fresh = ['--public-url', publicUrl];
const certificates = () => registeredApps(world).server.document.keyCredentials;

test('setup creates a certificate for 365 days and stores its key only in the Worker', async () => {
  await world.run(fresh);
  const pem = world.deployed().get('SERVER_APP_CERTIFICATE') ?? '';
  const certificate = new X509Certificate(pem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subject).toBe('CN=m365-mcp-connector');
  const days = (parseCertificatePem(pem).notAfterMs - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(365);
  expect(certificates()).toMatchObject([
    { key: certificate.raw.toString('base64'), type: 'AsymmetricX509Cert', usage: 'Verify' },
  ]);
  expect(JSON.stringify(control.registrations())).not.toContain('PRIVATE KEY');
});

test('the certificate of setup authenticates an on-behalf-of request', async () => {
  await world.run(fresh);
  const { server, client } = registeredApps(world);
  const login = `${world.tenant.url}/${contoso}/oauth2/v2.0`;
  const query = new URLSearchParams({
    client_id: client.appId,
    response_type: 'code',
    redirect_uri: `${publicUrl}/oauth/callback`,
    scope: `api://${server.appId}/.default openid profile offline_access`,
    login_hint: users.megan.userPrincipalName,
  });
  const authorized = await fetch(`${login}/authorize?${query}`, { redirect: 'manual' });
  const code = URL.parse(authorized.headers.get('location') ?? '')?.searchParams.get('code') ?? '';
  const form = new URLSearchParams({
    client_id: client.appId,
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${publicUrl}/oauth/callback`,
  });
  const answer = (await (await fetch(`${login}/token`, { method: 'POST', body: form })).json()) as {
    access_token: string;
  };
  const pem = world.deployed().get('SERVER_APP_CERTIFICATE') ?? '';
  const clock = { nowMs: () => Date.now() };
  const onBehalfOf = createOnBehalfOf({
    cloud: clouds.global,
    loginUrl: new URL(world.tenant.url),
    serverAppId: server.appId,
    credential: createClientCredential({ kind: 'certificate', certificate: parseCertificatePem(pem) }, clock),
    fetch: createOutboundFetch(() => true),
    clock,
    wait: () => Promise.resolve(),
    random: () => 0,
  });
  const result = await onBehalfOf.exchange({
    tenantId: contoso as TenantId,
    assertion: answer.access_token as Assertion,
    correlationId: crypto.randomUUID(),
  });
  expect(result).toMatchObject({ ok: true });
  expect(JSON.stringify(result)).toContain('Mail.Read');
});

test('setup --rotate adds a certificate, and --prune removes expired ones', async () => {
  await world.run(fresh);
  const first = world.deployed().get('SERVER_APP_CERTIFICATE');
  await world.run(['--rotate']);
  expect(world.deployed().get('SERVER_APP_CERTIFICATE')).not.toBe(first);
  expect(certificates()).toHaveLength(2);
  expect((await world.run()).count).toBe(0);
  world.passDays(340);
  const { lines } = await world.run();
  expect(lines.join('\n')).toContain('a certificate for 365 days');
  expect(certificates()).toHaveLength(3);
  world.passDays(30);
  await world.run(['--prune', '--rotate']);
  expect(certificates()).toHaveLength(2);
});

test('setup --rotate adds no certificate while the last one is not in the Worker, and says so', async () => {
  world.reset('offline');
  await world.run(fresh);
  const { lines } = await world.run(['--rotate']);
  expect(lines.join('\n')).toContain('the certificate of the last run is not in the Worker yet');
  expect(certificates()).toHaveLength(1);
});

test('setup --check reports a credential that expires soon', async () => {
  await world.run([...fresh, '--days', '20']);
  const { lines } = await world.run(['--check']);
  expect(lines.join('\n')).toMatch(/· credential m365-mcp-connector .*: expires \d{4}-\d\d-\d\d/);
});

test('setup --secret --rotate replaces the certificate by a client secret', async () => {
  await world.run(fresh);
  await world.run(['--secret', '--rotate']);
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_SECRET']);
  expect(registeredApps(world).server.passwordCount).toBe(1);
  expect((await world.run()).count).toBe(0);
});

test('setup --secret stores the expiry date of the secret in wrangler.toml', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const noted = () => /^ENTRA_SERVER_SECRET_EXPIRES_ON = "(.*)"/m.exec(world.toml())?.[1];
  await world.run([...fresh, '--secret', '--days', '200']);
  expect(noted()).toBe(inDays(200));
  await world.run(['--secret', '--rotate', '--days', '100']);
  expect(noted()).toBe(inDays(100));
  expect((await world.run()).count).toBe(0);
  await world.run(['--rotate']);
  expect(noted()).toBe('');
});

test('setup does not count a certificate of another environment', async () => {
  await world.run([...fresh, '--days', '20']);
  await world.run(['--env', 'eu', '--public-url', 'https://eu.mcp.example.com', '--rotate']);
  const { lines } = await world.run();
  expect(lines.join('\n')).toContain('a certificate for 365 days');
  expect((await world.run()).lines.join('\n')).not.toContain('a certificate for');
});

test('setup adds a certificate when the Worker has no secret', async () => {
  await world.run(fresh);
  world.deployed().delete('SERVER_APP_CERTIFICATE');
  await world.run();
  expect(certificates()).toHaveLength(2);
  expect(world.deployed().has('SERVER_APP_CERTIFICATE')).toBe(true);
});

test('setup --confidential-client adds a certificate and a web redirect URI to the client application', async () => {
  await world.run([...fresh, '--confidential-client']);
  const { client } = registeredApps(world);
  expect(client.document.web.redirectUris).toEqual([`${publicUrl}/oauth/callback`]);
  expect(client.document.publicClient.redirectUris).toEqual([]);
  expect(client.document.keyCredentials).toHaveLength(1);
  expect(world.deployed().has('CLIENT_APP_CERTIFICATE')).toBe(true);
  const back = await world.run();
  expect(back.lines.join('\n')).toContain('a public client must not have');
});
