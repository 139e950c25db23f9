import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { createAccessTokenVerifier } from '../../../src/entra/access-token.ts';
import { adminConsentUrl, graphScope } from '../../../src/entra/scopes.ts';
import { type EntraCloud, clouds, tenantIssuer } from '../../../src/entra/clouds.ts';
import { createIdTokenVerifier } from '../../../src/entra/id-token.ts';
import { readSigningKeyDocument } from '../../../src/entra/signing-keys.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import type { TenantId } from '../../../src/lib/guid.ts';
import { grantedPermissions } from '../../../src/tenants/granted-permissions.ts';
import {
  bytesOf,
  clientAppId,
  contoso,
  createTokenForge,
  nowMs,
  publicKeyEntry,
  serverAppId,
} from './token-forge.ts';

const forge = await createTokenForge();
const clock = { nowMs: () => nowMs };
const names = Object.keys(clouds) as EntraCloud[];

/** Login and Graph as Microsoft publishes them, spelled once more, so that a slip of the table shows. */
const published: Readonly<Record<EntraCloud, readonly [login: string, graph: string]>> = {
  global: ['https://login.microsoftonline.com', 'https://graph.microsoft.com'],
  usgov: ['https://login.microsoftonline.us', 'https://graph.microsoft.us'],
  'usgov-dod': ['https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
  china: ['https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
};

/** Both verifiers of a connector in one cloud, with the keys that its login service publishes. */
async function verifiersIn(name: EntraCloud) {
  const cloud = clouds[name];
  const entry = publicKeyEntry(forge.current, { issuer: `${cloud.loginOrigin}/{tenantid}/v2.0` });
  const keys = await readSigningKeyDocument(bytesOf(JSON.stringify({ keys: [entry] })));
  const signingKeys = {
    find: async (keyId: string) => {
      const key = keys.get(keyId);
      if (!key) throw new TokenError('key_unknown');
      return key;
    },
  };
  const common = { cloud, signingKeys, clock };
  const allowedClients = new Set([clientAppId]);
  return {
    access: createAccessTokenVerifier({ ...common, serverAppId, allowedClients, allowedTenants: '*' }),
    id: createIdTokenVerifier({ ...common, clientId: serverAppId }),
  };
}

const issuedIn = (name: EntraCloud) => ({ iss: tenantIssuer(clouds[name], contoso) });
const asIdToken = { nonce: 'n', azp: undefined, azpacr: undefined, scp: undefined, idtyp: undefined };

describe.each(names)('the cloud %s', (name) => {
  const [login, graph] = published[name];

  it('configures its endpoints and issuers', () => {
    const result = readConfig({
      PUBLIC_URL: 'https://mcp.example.com',
      SERVER_APP_ID: serverAppId,
      CLIENT_APP_ID: clientAppId,
      SERVER_APP_SECRET: 'secret',
      SEAL_KEYS: `k1:${btoa('0123456789abcdef0123456789abcdef')}`,
      ENTRA_CLOUD: name,
    });
    if (!result.ok) throw new Error(result.problems.join());
    const { loginUrl, graphUrl, cloud } = result.config;
    expect([loginUrl.origin, graphUrl.origin]).toEqual([login, graph]);
    expect(tenantIssuer(cloud, contoso)).toBe(`${login}/${contoso}/v2.0`);
  });

  it('accepts its own tokens', async () => {
    const { access, id } = await verifiersIn(name);
    expect(await access.verify(await forge.token({ claims: issuedIn(name) }))).toHaveProperty('caller');
    const idToken = await forge.token({ claims: { ...issuedIn(name), ...asIdToken } });
    expect(await id.verify(idToken, 'n')).toMatchObject({ tenantId: contoso });
  });

  it.each(names.filter((other) => published[other][0] !== login))('rejects a token of %s', async (other) => {
    const { access, id } = await verifiersIn(name);
    const claims = issuedIn(other);
    await expect(access.verify(await forge.token({ claims }))).rejects.toMatchObject({
      reason: 'issuer_mismatch',
    });
    const idToken = await forge.token({ claims: { ...claims, ...asIdToken } });
    await expect(id.verify(idToken, 'n')).rejects.toMatchObject({ reason: 'issuer_mismatch' });
    // Nor does a key of the other cloud prove anything here.
    const foreign = await verifiersIn(other);
    await expect(foreign.access.verify(await forge.token({ claims: issuedIn(name) }))).rejects.toMatchObject({
      reason: 'issuer_mismatch',
    });
  });

  it('builds the admin consent URL with permissions of its own Graph', () => {
    const scope = graphScope(clouds[name].graphOrigin, ['Mail.Read', 'Sites.Read.All']);
    expect(scope).toBe(`${graph}/Mail.Read ${graph}/Sites.Read.All`);
    expect(graphScope(clouds[name].graphOrigin, 'all')).toBe(`${graph}/.default`);
    const url = new URL(
      adminConsentUrl({
        loginUrl: new URL(clouds[name].loginOrigin),
        tenantId: contoso as TenantId,
        clientId: serverAppId,
        scope,
        redirectUri: 'https://mcp.example.com/admin/consented',
        state: 'sealed',
      }),
    );
    expect(url.origin + url.pathname).toBe(`${login}/${contoso}/v2.0/adminconsent`);
    expect(url.searchParams.get('scope')).toBe(scope);
  });

  it('qualifies permissions with its own Graph, and scopeName reads them', () => {
    expect(grantedPermissions([`${graph}/Mail.Read`, `${graph}/User.Read`]).list()).toEqual([
      'User.Read',
      'Mail.Read',
      'Mail.ReadBasic',
    ]);
  });
});
