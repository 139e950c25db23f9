import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/lib/app-error.ts';
import { requireOwnHost } from '../../../../src/m365/files/own-host.ts';
import type { FurtherHosts } from '../../../../src/m365/resource.ts';
import { toolContext } from '../../tools/tool-context.ts';

interface Tenant {
  readonly domains?: readonly string[] | undefined;
  readonly furtherHosts?: FurtherHosts;
  /** URLs of the user's OneDrive and of the root site. */
  readonly drive?: string;
  readonly root?: string;
}

/** Checks a host. Returns the code of the error, or undefined, and the paths of the Graph requests. */
async function check(host: string, { domains, furtherHosts = new Set(), drive, root }: Tenant) {
  const context = {
    ...toolContext(({ path }) => {
      const webUrl = path === '/me/drive' ? drive : root;
      if (webUrl === undefined) throw new AppError('not_found', 'There is none.');
      return { webUrl };
    }),
    tenantDomains: async () => domains && new Set(domains),
    furtherHosts,
  };
  const error = await requireOwnHost(host, context).catch((reason: unknown) => reason);
  return {
    code: error instanceof AppError ? error.code : error,
    paths: context.graph.requests.map(({ path }) => path),
  };
}

const contoso = { domains: ['contoso.example', 'contoso.onmicrosoft.com'] };

describe('requireOwnHost', () => {
  test.each([
    ['of SharePoint', 'contoso.sharepoint.com'],
    ['of OneDrive', 'contoso-my.sharepoint.com'],
    ['in capital letters', 'Contoso.SharePoint.com'],
  ])('accepts a host %s by the domains of the tenant, without a request', async (_, host) => {
    expect(await check(host, contoso)).toEqual({ code: undefined, paths: [] });
  });

  test.each([
    ['a national cloud', 'contoso.sharepoint.us', 'contoso.onmicrosoft.us'],
    ['the cloud of China', 'contoso.sharepoint.cn', 'contoso.partner.onmschina.cn'],
    ['a tenant with a new name', 'northwind.sharepoint.com', 'northwind.onmicrosoft.com'],
  ])('accepts a host of %s', async (_, host, domain) => {
    expect(await check(host, { domains: ['contoso.example', domain] })).toEqual({
      code: undefined,
      paths: [],
    });
  });

  test.each([
    ['of another tenant', 'evil.sharepoint.com'],
    ['whose name begins like that of the tenant', 'contosoevil.sharepoint.com'],
    ['whose name is the verified domain of the tenant', 'contoso.example.sharepoint.com.evil.sharepoint.com'],
    ['with another ending', 'contoso-admin.sharepoint.com'],
    ['of OneDrive of another tenant', 'evil-my.sharepoint.com'],
  ])('rejects a host %s', async (_, host) => {
    const tenant = {
      ...contoso,
      drive: 'https://contoso-my.sharepoint.com/personal/a',
      root: 'https://contoso.sharepoint.com',
    };
    expect((await check(host, tenant)).code).toBe('invalid_argument');
  });

  test('sends no part of a rejected host to Graph', async () => {
    expect((await check('secret-word.sharepoint.com', contoso)).paths.join()).not.toContain('secret');
  });

  test('accepts the host of a geography of the tenant, which is that of the own OneDrive', async () => {
    const tenant = { ...contoso, drive: 'https://contosoeur-my.sharepoint.com/personal/a' };
    expect((await check('contosoeur.sharepoint.com', tenant)).code).toBeUndefined();
  });

  test('compares with the root site if the domains cannot be read', async () => {
    const tenant = { domains: undefined, root: 'https://contoso.sharepoint.com' };
    expect((await check('contoso.sharepoint.com', tenant)).code).toBeUndefined();
    expect((await check('evil.sharepoint.com', tenant)).code).toBe('invalid_argument');
  });

  test('rejects every host if nothing of the tenant can be read', async () => {
    expect((await check('contoso.sharepoint.com', { domains: undefined })).code).toBe('invalid_argument');
  });

  test('accepts the hosts of SHAREPOINT_HOSTS, and no others', async () => {
    const tenant = { ...contoso, furtherHosts: new Set(['partner.sharepoint.com']) };
    expect(await check('partner.sharepoint.com', tenant)).toEqual({ code: undefined, paths: [] });
    expect((await check('partner-my.sharepoint.com', tenant)).code).toBe('invalid_argument');
  });

  test('accepts every host if SHAREPOINT_HOSTS is *', async () => {
    expect((await check('evil.sharepoint.com', { ...contoso, furtherHosts: '*' })).code).toBeUndefined();
  });
});
