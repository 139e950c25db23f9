import { contoso, users } from 'm365-simulator';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { exampleManifests } from '../../scripts/entra/manifests.ts';
import { createAdministrator } from './administrator.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
const administrator = createAdministrator(world.tenant);
beforeEach(() => world.reset());
afterAll(() => world.stop());

const publicUrl = 'https://mcp.example.com';
const fresh = ['--public-url', publicUrl];

const change = (app: 'server' | 'client', body: object) =>
  administrator.changeApplication(`m365-mcp-connector-${app}`, body);

test.each([
  ['v1 tokens', 'server', { api: { requestedAccessTokenVersion: 1 } }, 'v2.0 access tokens'],
  ['a public client fallback', 'client', { isFallbackPublicClient: true }, 'isFallbackPublicClient: false'],
  [
    'an unlocked service principal',
    'server',
    { servicePrincipalLockConfiguration: null },
    'lock the credentials',
  ],
  [
    'the implicit grant',
    'client',
    { web: { implicitGrantSettings: { enableIdTokenIssuance: true, enableAccessTokenIssuance: true } } },
    'implicit grant',
  ],
  ['no App ID URI', 'server', { identifierUris: [] }, 'App ID URI'],
  ['no permissions', 'server', { requiredResourceAccess: [] }, 'require permissions of Microsoft Graph: '],
  ['no optional claims', 'server', { optionalClaims: null }, 'optional claim idtyp'],
  [
    'no redirect URI',
    'client',
    { publicClient: { redirectUris: [] } },
    'redirect URI https://mcp.example.com/oauth/callback',
  ],
  [
    'a single-page redirect URI',
    'client',
    { publicClient: { redirectUris: [] }, spa: { redirectUris: [`${publicUrl}/oauth/callback`] } },
    'redirect URI',
  ],
] as const)('setup --check reports and setup repairs drift: %s', async (_, app, body, says) => {
  await world.run(fresh);
  const before = registeredApps(world)[app].document;
  await change(app, 'api' in body ? { api: { ...before.api, ...body.api } } : body);
  const check = await world.run(['--check']);
  expect(check.count).toBeGreaterThan(0);
  expect(check.lines.join('\n')).toContain(says);
  await world.run();
  expect(registeredApps(world)[app].document).toEqual(
    expect.objectContaining(without(before, ['requiredResourceAccess'])),
  );
  expect((await world.run(['--check'])).count).toBe(0);
});

test('setup --check accepts applications that were created from the example manifests', async () => {
  const replace = (manifest: object) =>
    JSON.parse(
      JSON.stringify(manifest)
        .replaceAll('PUBLIC_URL', publicUrl)
        .replaceAll('SERVER_APP_ID', registeredApps(world).server.appId)
        .replaceAll('CLIENT_APP_ID', registeredApps(world).client.appId),
    ) as object;
  for (const app of ['server', 'client'] as const) {
    await administrator.makeApplication(`m365-mcp-connector-${app}`, app);
  }
  for (const app of ['server', 'client'] as const) await change(app, replace(exampleManifests()[app]));
  const { lines } = await world.run([...fresh, '--check']);
  const parts = lines.join('\n').split('\n\n');
  expect(parts.find((part) => part.startsWith('M365 MCP Client'))).toMatch(
    /^M365 MCP Client\n {2}\+ owner \S+$/,
  );
  expect(
    parts
      .find((part) => part.startsWith('M365 MCP Server'))
      ?.split('\n')
      .slice(1),
  ).toEqual([expect.stringContaining('+ owner'), expect.stringContaining('+ create a certificate')]);
});

test('setup reports an unknown redirect URI and removes it with --prune', async () => {
  await world.run(fresh);
  const redirectUris = [`${publicUrl}/oauth/callback`, 'https://evil.example/callback'];
  await change('client', { publicClient: { redirectUris } });
  const check = await world.run(['--check']);
  expect(check.lines.join('\n')).toContain('! unknown redirect URI https://evil.example/callback');
  expect(check.count).toBe(1);
  await world.run();
  expect(registeredApps(world).client.document.publicClient.redirectUris).toEqual(redirectUris);
  await world.run(['--prune']);
  expect(registeredApps(world).client.document.publicClient.redirectUris).toEqual([
    `${publicUrl}/oauth/callback`,
  ]);
});

test('setup keeps a changed display name and preauthorized applications', async () => {
  await world.run(fresh);
  const { document } = registeredApps(world).server;
  const preAuthorizedApplications = [{ appId: users.megan.objectId, delegatedPermissionIds: [] }];
  await change('server', {
    displayName: 'Our M365',
    api: { ...document.api, preAuthorizedApplications, requestedAccessTokenVersion: 1 },
  });
  await world.run();
  expect(registeredApps(world).server.document).toMatchObject({
    displayName: 'Our M365',
    api: { requestedAccessTokenVersion: 2, preAuthorizedApplications },
  });
});

test('setup grants a revoked permission again only with --grant', async () => {
  await world.run(fresh);
  const { server, graph } = registeredApps(world);
  const grantsOfServer = () =>
    control
      .tenantGrants(contoso)
      .find(({ clientId, resourceId }) => clientId === server.appId && resourceId === graph)?.scopes;
  await administrator.revoke(server.appId, 'Chat.Read');
  expect(grantsOfServer()).not.toContain('Chat.Read');
  const second = await world.run();
  expect(second.lines.join('\n')).toContain('not granted: Chat.Read');
  expect(grantsOfServer()).not.toContain('Chat.Read');
  await world.run(['--grant']);
  expect(grantsOfServer()).toContain('Chat.Read');
});

function without<T extends object>(document: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name))) as Partial<T>;
}
