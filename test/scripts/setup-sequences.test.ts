import { contoso, createSelfSignedCertificate, users } from 'm365-simulator';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parseAutomationCredential } from '../../scripts/entra/unattended.ts';
import { signInScopes } from '../../scripts/entra/manifests.ts';
import { createAdministrator } from './administrator.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
const administrator = createAdministrator(world.tenant);
beforeEach(() => world.reset());
afterAll(() => world.stop());

const fresh = ['--public-url', 'https://mcp.example.com'];
const grantsOf = (appId: string) =>
  control.tenantGrants(contoso).filter(({ clientId }) => clientId === appId);
const text = ({ lines }: { readonly lines: readonly string[] }) => lines.join('\n');

describe('replication', () => {
  test('a fresh setup waits minutes for new objects, shows progress, and is complete', async () => {
    control.setReplicationDelay(90_000);
    const run = await world.run(fresh);
    expect(text(run)).toMatch(/waiting until Entra has replicated the new object \(\d+ s\)/);
    expect((await world.run(['--check'])).count).toBe(0);
  });

  test('a setup that was interrupted right after a registration finds it although no list contains it yet', async () => {
    control.setReplicationDelay(60_000);
    await expect(world.run(fresh, 'patti', { write: 1, when: 'after' })).rejects.toThrow('broken off');
    await world.run(fresh);
    expect(control.registrations()).toHaveLength(2);
    expect((await world.run(['--check'])).count).toBe(0);
  });
});

describe('consent', () => {
  test('is not given again after an administrator revoked all of it, until --grant', async () => {
    await world.run(fresh);
    const { server } = registeredApps(world);
    await administrator.revokeAll(server.appId);
    const check = await world.run(['--check']);
    expect(text(check)).toContain('! server to Microsoft Graph: not granted: User.Read');
    expect(check.count).toBe(1);
    await world.run();
    expect(grantsOf(server.appId)).toEqual([]);
    await world.run(['--grant']);
    expect(grantsOf(server.appId)).toHaveLength(1);
  });

  test('of a principal whose creation was interrupted is given by the next run', async () => {
    const writes = (await world.run(fresh)).sent.filter((method) => method !== 'GET').length;
    world.reset();
    // The last three writes are the consent.
    await expect(world.run(fresh, 'patti', { write: writes - 2, when: 'before' })).rejects.toThrow(
      'broken off',
    );
    await world.run(fresh);
    expect(grantsOf(registeredApps(world).server.appId)).toHaveLength(1);
  });

  test('contains the sign-in scopes of administrators', async () => {
    await world.run(fresh);
    expect(grantsOf(registeredApps(world).server.appId)[0]?.scopes).toEqual(
      expect.arrayContaining([...signInScopes]),
    );
  });
});

describe('a deleted application', () => {
  test('is reported with advice, and restored with its consent by --restore', async () => {
    await world.run(fresh);
    const { server } = registeredApps(world);
    await administrator.deleteApplication(server.appId);
    await expect(world.run()).rejects.toThrow(/keeps its unique name m365-mcp-connector-server.*--restore/s);
    await world.run(['--restore']);
    expect(registeredApps(world).server.appId).toBe(server.appId);
    expect(grantsOf(server.appId)).toHaveLength(1);
    expect((await world.run(['--check'])).count).toBe(0);
  });
});

describe('an owner', () => {
  test('is not added without Directory.Read.All, and setup continues', async () => {
    control.addFault({
      kind: 'graph',
      method: 'POST',
      path: '/v1.0/applications/*/owners/*',
      effect: 'status',
      status: 403,
      times: 2,
    });
    const run = await world.run(fresh);
    expect(text(run)).toContain('Entra did not accept the owner');
    expect(world.deployed().has('SERVER_APP_CERTIFICATE')).toBe(true);
  });
});

describe('single tenant and several tenants', () => {
  test('--check reports an application that was opened to other organizations', async () => {
    await world.run(fresh);
    await administrator.changeApplication('m365-mcp-connector-client', {
      signInAudience: 'AzureADMultipleOrgs',
    });
    const check = await world.run(['--check']);
    expect(text(check)).toContain('! users of other organizations can sign in to it');
    expect(check.count).toBe(1);
    expect((await world.run(['--check', '--multi-tenant'])).lines.join('\n')).toContain(
      'let other tenants use it',
    );
  });

  test('--check reports a second allowed tenant of a single-tenant application', async () => {
    await world.run(fresh);
    world.setVariable('ALLOWED_TENANTS', `${contoso},${users.megan.objectId}`);
    const check = await world.run(['--check']);
    expect(text(check)).toContain('AADSTS50194');
    await world.run(['--multi-tenant']);
    expect((await world.run(['--check'])).count).toBe(0);
  });
});

describe('credentials', () => {
  test('secret, certificate and federated credential follow one another', async () => {
    await world.run([...fresh, '--secret']);
    expect([...world.deployed().keys()]).toContain('SERVER_APP_SECRET');
    await world.run(['--rotate']);
    expect([...world.deployed().keys()].filter((name) => name.startsWith('SERVER'))).toEqual([
      'SERVER_APP_CERTIFICATE',
    ]);
    const after = await world.run();
    expect(text(after)).toContain('is still valid, but the Worker uses SERVER_APP_CERTIFICATE');
    expect(after.count).toBe(0);
    await world.run(['--federated']);
    expect([...world.deployed().keys()].filter((name) => name.startsWith('SERVER'))).toEqual([
      'SERVER_APP_FEDERATED_KEY',
    ]);
    expect((await world.run(['--check'])).count).toBe(0);
  });

  test('a certificate of the organization passes a policy that rejects self-signed ones', async () => {
    control.setCertificatePolicy(contoso, true);
    await expect(world.run(fresh)).rejects.toThrow(/--certificate FILE/);
    control.setCertificatePolicy(contoso, false);
    const folder = mkdtempSync(`${tmpdir()}/certificate-`);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { certificatePem, privateKeyPem } = await createSelfSignedCertificate(Date.now());
    writeFileSync(`${folder}/own.pem`, certificatePem + privateKeyPem);
    world.reset();
    const given = [...fresh, '--certificate', `${folder}/own.pem`];
    const run = await world.run(given);
    expect(text(run)).toContain('use the certificate of CN=M365 MCP Server');
    expect(world.deployed().get('SERVER_APP_CERTIFICATE')).toBe(certificatePem + privateKeyPem);
    expect((await world.run([...given, '--check'])).count).toBe(0);
    await expect(world.run([...fresh, '--certificate', `${folder}/missing.pem`])).rejects.toThrow(
      'cannot be read',
    );
  });
});

describe('service principals', () => {
  test('are listed in the admin center and hidden in My Apps', async () => {
    await world.run(fresh);
    for (const { appId } of [registeredApps(world).server, registeredApps(world).client]) {
      expect((await administrator.principal(appId))['tags']).toEqual([
        'WindowsAzureActiveDirectoryIntegratedApp',
        'HideApp',
      ]);
    }
  });
});

test('--with adds the permissions of an optional ability to the default ones', async () => {
  await world.run([...fresh, '--with', 'people,tasks,notes']);
  const { server } = registeredApps(world);
  const granted = control.tenantGrants(contoso).find(({ clientId }) => clientId === server.appId);
  expect(granted?.scopes).toEqual(
    expect.arrayContaining([
      'User.Read.All',
      'People.Read',
      'Presence.Read.All',
      'Tasks.Read',
      'Notes.Read.All',
      'Mail.Read',
    ]),
  );
  await expect(world.run([...fresh, '--with', 'fax'])).rejects.toThrow('--with: give one of people');
});

test('--areas requires the permissions of some areas only', async () => {
  await world.run([...fresh, '--areas', 'mail,chats']);
  expect(grantsOf(registeredApps(world).server.appId)[0]?.scopes).toEqual([
    'User.Read',
    'Mail.Read',
    'Mail.Read.Shared',
    'MailboxSettings.Read',
    'Chat.Read',
    ...signInScopes,
  ]);
  await expect(world.run([...fresh, '--areas', 'mail,fax'])).rejects.toThrow(
    '--areas: give one of mail, calendar',
  );
});

test('--assign names an unknown object id instead of waiting for it', async () => {
  const run = world.run([...fresh, '--assign', '99999999-0000-4000-8000-000000000000']);
  await expect(run).rejects.toThrow('There is no user or group with the object id');
});

describe('unattended', () => {
  const credential = () => parseAutomationCredential(world.folder.read('SETUP_CREDENTIAL') ?? '');

  test('--automation creates an application that owns the others, once', async () => {
    const first = await world.run([...fresh, '--automation']);
    expect(text(first)).toContain('+ application permission Application.ReadWrite.OwnedBy');
    expect(credential()).toMatchObject({ tenantId: contoso });
    expect((await world.run(['--automation', '--check'])).count).toBe(0);
  });

  test('checks without a browser, reports drift, renews the certificate, and reads no consent', async () => {
    await world.run([...fresh, '--automation']);
    expect((await world.runUnattended(credential(), ['--check'])).count).toBe(0);
    await administrator.changeApplication('m365-mcp-connector-client', { isFallbackPublicClient: true });
    const drift = await world.runUnattended(credential(), ['--check']);
    expect(text(drift)).toContain('isFallbackPublicClient: false');
    expect(text(drift)).toContain('consent and assignment are not checked');
    await world.runUnattended(credential(), []);
    expect((await world.runUnattended(credential(), ['--check'])).count).toBe(0);
    world.passDays(340);
    const renewed = await world.runUnattended(credential(), []);
    expect(text(renewed)).toContain('+ create a certificate for 365 days');
    expect(registeredApps(world).server.document.keyCredentials).toHaveLength(2);
  });

  test('cannot change an application that it does not own', async () => {
    await world.run([...fresh, '--automation']);
    const mine = credential();
    await world.run([...fresh, '--name', 'other']);
    await expect(world.runUnattended(mine, [...fresh, '--name', 'other', '--rotate'])).rejects.toThrow(
      'Authorization_RequestDenied',
    );
  });

  test('a Cloud Application Administrator cannot create it, and reads who can', async () => {
    control.updateUser('megan', { directoryRoles: ['158c047a-c907-4556-b7ef-446551a6b5f7'] });
    await world.run(fresh, 'megan');
    await expect(world.run(['--automation'], 'megan')).rejects.toThrow('Privileged Role Administrator');
    await world.run(['--automation']);
    expect((await world.run(['--automation', '--check'])).count).toBe(0);
  });

  test('fails with advice when the certificate was removed', async () => {
    await world.run([...fresh, '--automation']);
    await administrator.changeApplication('m365-mcp-connector-setup', { keyCredentials: [] });
    await expect(world.runUnattended(credential(), ['--check'])).rejects.toThrow(
      /AADSTS700027.*--automation --rotate/s,
    );
  });
});
