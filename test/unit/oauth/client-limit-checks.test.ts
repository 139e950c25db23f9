import { describe, expect, it } from 'vitest';
import {
  type ClientKind,
  type ClientLimits,
  auditClientId,
  checkClientLimits,
  checkIssuedClient,
  defaultClientLimits,
  formatRedirectHost,
  toAuditClient,
} from '../../../src/oauth/client-limits.ts';
import { hashValues } from '../../../src/oauth/pkce.ts';
import { parseRedirectUri } from '../../../src/oauth/redirect-uri.ts';

const url = 'https://app.example/client.json';

describe('checkClientLimits', () => {
  it.each<[string, Partial<ClientLimits>, ClientKind, string, string | undefined]>([
    ['no limits', {}, 'registered', 'dcr_x', undefined],
    ['a blocked client id', { blockedClients: new Set(['dcr_x']) }, 'registered', 'dcr_x', 'client_blocked'],
    ['another blocked client', { blockedClients: new Set(['dcr_x']) }, 'registered', 'dcr_y', undefined],
    ['no registration', { isRegistrationEnabled: false }, 'registered', 'dcr_x', 'registration_disabled'],
    ['no registration', { isRegistrationEnabled: false }, 'document', url, undefined],
    ['an allowed host', { allowedDocuments: new Set(['app.example']) }, 'document', url, undefined],
    ['an allowed URL', { allowedDocuments: new Set([url]) }, 'unverified_document', url, undefined],
    [
      'other documents',
      { allowedDocuments: new Set(['b.example']) },
      'document',
      url,
      'document_not_allowed',
    ],
    [
      'other documents',
      { allowedDocuments: new Set(['b.example']) },
      'unverified_document',
      url,
      'document_not_allowed',
    ],
    ['other documents', { allowedDocuments: new Set(['b.example']) }, 'registered', 'dcr_x', undefined],
  ])('with %s', async (_case, limits, kind, clientId, denial) => {
    expect(await checkClientLimits({ ...defaultClientLimits, ...limits }, kind, clientId, undefined)).toBe(
      denial,
    );
  });
});

describe('checkIssuedClient', () => {
  const registered = { clientKind: 'registered', redirectHost: 'localhost' };
  it.each<[string, Partial<ClientLimits>, string | undefined]>([
    ['no limits', {}, undefined],
    ['its client id blocked', { blockedClients: new Set(['other', 'dcr_x']) }, 'client_blocked'],
    ['another client blocked', { blockedClients: new Set(['dcr_y']) }, undefined],
    ['no registration', { isRegistrationEnabled: false }, 'registration_disabled'],
    ['other hosts', { allowedRedirectHosts: new Set(['claude.ai']) }, 'redirect_host_not_allowed'],
  ])(
    'with %s decides about a registered client, of which only the hash is known',
    async (_, limits, denial) => {
      const issuedTo = { ...registered, clientId: await auditClientId('registered', 'dcr_x') };
      expect(await checkIssuedClient({ ...defaultClientLimits, ...limits }, issuedTo)).toBe(denial);
    },
  );

  it('finds a client by the id of its audit events', async () => {
    const clientId = await auditClientId('registered', 'dcr_x');
    const limits = { ...defaultClientLimits, blockedClients: new Set([clientId]) };
    expect(await checkIssuedClient(limits, { ...registered, clientId })).toBe('client_blocked');
  });
});

describe('auditClientId', () => {
  it('is the id, up to 512 characters, and a hash of a registered id', async () => {
    expect(await auditClientId('document', url)).toBe(url);
    expect(await auditClientId('document', 'x'.repeat(600))).toBe('x'.repeat(512));
    const hashed = await auditClientId('registered', 'dcr_x');
    expect(hashed).toHaveLength(22);
    expect((await hashValues('dcr_x')).startsWith(hashed)).toBe(true);
  });
});

describe('formatRedirectHost', () => {
  it.each([
    ['http://127.0.0.1:51234/callback', 'localhost'],
    ['https://claude.ai/api/mcp/auth_callback', 'claude.ai'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'cursor://anysphere.cursor-mcp'],
  ])('of %s is %s', (text, host) => {
    const redirect = parseRedirectUri(text);
    expect(redirect && formatRedirectHost(redirect)).toBe(host);
  });
});

describe('toAuditClient', () => {
  it('names the client, if it is known', () => {
    expect(toAuditClient({ kind: 'document', id: url, redirectHost: 'app.example' })).toEqual({
      mcpClientKind: 'document',
      mcpClient: url,
      redirectHost: 'app.example',
    });
    expect(toAuditClient(undefined)).toEqual({});
  });
});
