import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { variables } from '../../src/variables.ts';

const key = btoa('x'.repeat(32));
const valid = {
  PUBLIC_URL: 'https://mcp.example.com',
  SERVER_APP_ID: '5E4E0000-0000-4000-8000-000000000001',
  CLIENT_APP_ID: 'c11e0000-0000-4000-8000-000000000002',
  SERVER_APP_SECRET: 'a secret',
  SEAL_KEYS: `k1:${key}`,
};

function errorsOf(changed: Record<string, string | undefined>): readonly string[] {
  const result = readConfig({ ...valid, ...changed });
  return result.ok ? [] : result.problems;
}

describe('readConfig', () => {
  it('allows no tenant and only the own client by default', () => {
    const result = readConfig(valid);
    expect(result.ok && result.config).toMatchObject({
      allowedTenants: new Set(),
      allowedClients: new Set([valid.CLIENT_APP_ID]),
      serverAppId: valid.SERVER_APP_ID.toLowerCase(),
      resource: 'https://mcp.example.com/mcp',
      cloudName: 'global',
    });
  });

  it('returns one error per invalid variable, without its value', () => {
    const problems = errorsOf({
      PUBLIC_URL: 'https://mcp.example.com/hunter2',
      SERVER_APP_ID: 'hunter2',
      SERVER_APP_SECRET: '',
      SEAL_KEYS: 'k1:aHVudGVyMg==',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PUBLIC_URL',
      'SERVER_APP_ID',
      'SEAL_KEYS',
      'SERVER_APP_SECRET',
    ]);
    expect(problems.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('says what each missing variable must be, without texts of the validation library', () => {
    const result = readConfig({ VAULT_JURISDICTION: 'mars' });
    const problems = result.ok ? [] : result.problems;
    expect(problems).toContain('SERVER_APP_ID: must be the GUID of an application');
    expect(problems).toContain('VAULT_JURISDICTION: must be eu, us, fedramp or empty');
    expect(problems.join()).not.toMatch(/Invalid|expected|received/);
  });

  it.each<[string, string | undefined]>([
    ['PUBLIC_URL', undefined],
    ['PUBLIC_URL', ''],
    ['PUBLIC_URL', 'http://mcp.example.com'],
    ['PUBLIC_URL', 'https://user@mcp.example.com'],
    ['PUBLIC_URL', 'https://mcp.example.com?x'],
    ['SERVER_APP_ID', ''],
    ['CLIENT_APP_ID', 'm365'],
    ['SERVER_APP_SECRET', ''],
    ['SERVER_APP_CERTIFICATE', 'not a certificate'],
    ['SERVER_APP_FEDERATED_KEY', 'not a key'],
    ['ALLOWED_TENANTS', 'contoso.example'],
    ['ALLOWED_TENANTS', '*,0c0a0000-0000-4000-8000-00000000c0a0'],
    ['ALLOWED_CLIENTS', 'vscode'],
    ['TRUSTED_CLIENT_METADATA', 'http://client.example/metadata.json'],
    ['ENTRA_CLOUD', 'germany'],
    ['ENTRA_LOGIN_URL', 'http://login.example.com'],
    ['GRAPH_URL', 'https://graph.example.com/v1.0'],
    ['SEAL_KEYS', ''],
    ['SEAL_KEYS', `k1:${btoa('short')}`],
    ['SHAREPOINT_HOSTS', 'evil.example'],
    ['SHAREPOINT_HOSTS', 'https://contoso.sharepoint.com'],
    ['SHAREPOINT_HOSTS', '*,contoso.sharepoint.com'],
    ['SECURITY_CONTACT', 'security@example.com'],
    ['SECURITY_CONTACT', 'javascript:alert(1)'],
    ['SECURITY_CONTACT', 'mailto:a@example.com\nExpires: 2099-01-01T00:00:00Z'],
    ['REGION', 'Europe West'],
    ['VAULT_JURISDICTION', 'moon'],
    ['LOCATION_HINT', 'moon'],
    ['ENTRA_SERVER_SECRET_EXPIRES_ON', 'next year'],
    ['ENTRA_CLIENT_SECRET_EXPIRES_ON', '2027-02-30'],
  ])('rejects %s = %j', (name, value) => {
    expect(errorsOf({ [name]: value }).map((problem) => problem.split(':')[0])).toContain(name);
  });

  it('accepts http URLs on loopback hosts', () => {
    expect(
      errorsOf({
        PUBLIC_URL: 'http://127.0.0.1:8787',
        ENTRA_LOGIN_URL: 'http://localhost:1',
        GRAPH_URL: 'http://[::1]:2',
      }),
    ).toEqual([]);
  });

  it('rejects a location hint beside a jurisdiction', () => {
    expect(errorsOf({ LOCATION_HINT: 'weur' })).toEqual([]);
    expect(errorsOf({ LOCATION_HINT: 'weur', VAULT_JURISDICTION: 'eu' })).toEqual([
      'LOCATION_HINT: must be empty with VAULT_JURISDICTION',
    ]);
  });

  it('allows every tenant for ALLOWED_TENANTS = *', () => {
    const result = readConfig({ ...valid, ALLOWED_TENANTS: '*' });
    expect(result.ok && result.config.allowedTenants).toBe('*');
  });

  it.each([
    ['', true],
    ['on', true],
    ['off', false],
  ])('ADMIN_NETWORK_RULE=%j applies the network rule at /admin: %s', (value, isApplied) => {
    const result = readConfig({ ...valid, ADMIN_NETWORK_RULE: value });
    expect(result.ok && result.config.isNetworkRuleAtAdmin).toBe(isApplied);
  });

  it('reads exactly the variables of src/variables.ts', () => {
    const read = new Set<string>();
    readConfig(
      new Proxy(
        { ...valid },
        {
          get: (target, name) => {
            if (typeof name === 'string') read.add(name);
            return Reflect.get(target, name) as unknown;
          },
        },
      ),
    );
    expect([...read].toSorted()).toEqual(Object.keys(variables).toSorted());
  });
});
