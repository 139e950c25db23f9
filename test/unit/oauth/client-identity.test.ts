import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../src/lib/guid.ts';
import { createBoundClientCredentials } from '../../../src/tenants/bound-client.ts';
import {
  type Client,
  getClientKind,
  createClients,
  checkRedirect,
  mayRememberConsent,
} from '../../../src/oauth/clients.ts';
import { type ClientKind, defaultClientLimits } from '../../../src/oauth/client-limits.ts';
import { parseRedirectUri, type RedirectUri } from '../../../src/oauth/redirect-uri.ts';

const clientAppId = 'c11e0000-0000-4000-8000-000000000002';
const boundClientId = createBoundClientCredentials(crypto.randomUUID() as TenantId).clientId;
const documentUrl = 'https://claude.ai/oauth/mcp-oauth-client-metadata';
const web = 'https://app.example/callback';
const claude = 'https://claude.ai/api/mcp/auth_callback';
const loopback = 'http://localhost:51234/callback';
const cursor = 'cursor://anysphere.cursor-mcp/oauth/callback';

function redirect(text: string): RedirectUri {
  const parsed = parseRedirectUri(text);
  if (!parsed) throw new Error(`${text} is no redirect.`);
  return parsed;
}

function client(kind: ClientKind, redirectUris: readonly string[] | undefined): Client {
  return { kind, clientId: 'x', name: 'X', redirectUris };
}

describe('getClientKind', () => {
  it.each<[string, ClientKind]>([
    [clientAppId, 'configured'],
    [clientAppId.toUpperCase(), 'configured'],
    [documentUrl, 'document'],
    ['https://evil.example', 'unverified_document'],
    ['http://claude.ai/oauth/x', 'registered'],
    ['HTTPS://claude.ai/x', 'registered'],
    ['x https://', 'registered'],
    ['dcr_AAAA', 'registered'],
    ['', 'registered'],
    [`${clientAppId}0`, 'registered'],
    [boundClientId, 'bound'],
  ])('%j: %s', (clientId, kind) => {
    expect(getClientKind(clientId, clientAppId, (url) => url === documentUrl)).toBe(kind);
  });
});

describe('clients.find', () => {
  const clients = createClients(
    clientAppId,
    {
      register: async () => ({}),
      find: async (id) => (id === 'dcr_known' ? { name: 'Registered', redirectUris: [web] } : undefined),
    },
    {
      isTrusted: (id) => id === documentUrl,
      find: async (id) => (id === documentUrl ? { clientName: 'Claude', redirectUris: [claude] } : undefined),
    },
    defaultClientLimits,
    async (id) => (id === boundClientId ? 'Chat' : undefined),
  );

  it('resolves a client id only by the kind that the id states', async () => {
    expect(await clients.find(clientAppId)).toEqual({
      ok: true,
      client: { kind: 'configured', clientId: clientAppId, name: 'An application', redirectUris: undefined },
    });
    expect(await clients.find(documentUrl)).toEqual({
      ok: true,
      client: { kind: 'document', clientId: documentUrl, name: 'Claude', redirectUris: [claude] },
    });
    expect(await clients.find('dcr_known')).toEqual({
      ok: true,
      client: { kind: 'registered', clientId: 'dcr_known', name: 'Registered', redirectUris: [web] },
    });
    expect(await clients.find(boundClientId)).toEqual({
      ok: true,
      client: { kind: 'bound', clientId: boundClientId, name: 'Chat', redirectUris: undefined },
    });
    const unknown = createBoundClientCredentials(crypto.randomUUID() as TenantId).clientId;
    expect(await clients.find(unknown)).toEqual({ ok: false, kind: 'bound', reason: 'client_unknown' });
    expect(await clients.find('https://evil.example')).toEqual({
      ok: false,
      kind: 'unverified_document',
      reason: 'document_unavailable',
    });
    expect(await clients.find('dcr_unknown')).toEqual({
      ok: false,
      kind: 'registered',
      reason: 'client_unknown',
    });
  });

  it.each<[string, Client, string, boolean]>([
    ['without redirects of its own, at a known client', client('configured', undefined), claude, true],
    ['without redirects of its own, on the own machine', client('configured', undefined), loopback, true],
    ['without redirects of its own, at an editor', client('configured', undefined), cursor, true],
    ['without redirects of its own, elsewhere', client('configured', undefined), web, false],
    ['at its redirect', client('registered', [claude, web]), web, true],
    ['at another port of its machine', client('registered', ['http://localhost/callback']), loopback, true],
    ['at what others may use', client('registered', [web]), claude, false],
    ['at what others may use on the own machine', client('registered', [web]), loopback, false],
    ['at an editor that it names', client('document', [cursor]), cursor, true],
    ['at a scheme that it names and nobody knows', client('document', ['evil://x/y']), 'evil://x/y', false],
    [
      'of an unknown publisher, on the own machine',
      client('unverified_document', [loopback]),
      loopback,
      true,
    ],
    ['of an unknown publisher, on the web', client('unverified_document', [web]), web, false],
    ['of an unknown publisher, at a known client', client('unverified_document', [claude]), claude, false],
    ['of an unknown publisher, at an editor', client('unverified_document', [cursor]), cursor, false],
    ['with no redirect at all', client('document', []), claude, false],
  ])('%s', (_, asking, presented, expected) => {
    expect(checkRedirect(asking, redirect(presented), defaultClientLimits) === undefined).toBe(expected);
  });

  const chatGpt = 'https://chatgpt.com/oauth/abc/client.json';
  const ofChatGpt = (kind: ClientKind, redirectUris: readonly string[]) => ({
    ...client(kind, redirectUris),
    clientId: chatGpt,
  });
  const ownRedirect = 'https://chatgpt.com/connector/oauth/abc';
  const otherRedirect = 'https://chatgpt.com/connector/oauth/other';
  it.each<[string, Client, string, string | undefined]>([
    ['no redirect URIs and an unknown one', client('configured', undefined), web, 'redirect_unknown'],
    ['a redirect URI that it did not register', client('registered', [claude]), web, 'redirect_refused'],
    ['a document that is not trusted', client('unverified_document', [web]), web, 'document_untrusted'],
    ['an unknown custom scheme', client('document', ['evil://x/y']), 'evil://x/y', 'redirect_unknown'],
    [
      'a document of ChatGPT and its redirect URI',
      ofChatGpt('document', [ownRedirect]),
      ownRedirect,
      undefined,
    ],
    [
      'a document of ChatGPT and that of another one',
      ofChatGpt('document', [ownRedirect, otherRedirect]),
      otherRedirect,
      'redirect_refused',
    ],
    ['a document of ChatGPT and loopback', ofChatGpt('document', [loopback]), loopback, undefined],
  ])('with %s is checked', (_, asking, presented, reason) => {
    expect(checkRedirect(asking, redirect(presented), defaultClientLimits)).toBe(reason);
  });

  it('without redirect URIs of its own may use those that the operator trusts', () => {
    const trusting = { ...defaultClientLimits, trustedRedirectUris: new Set([web]) };
    expect(checkRedirect(client('configured', undefined), redirect(web), trusting)).toBeUndefined();
  });

  it.each([
    [web, true],
    [claude, true],
    ['https://vscode.dev/redirect', false],
    [loopback, false],
    [cursor, false],
  ])('whose code goes to %s may have its consent remembered: %s', (presented, expected) => {
    expect(mayRememberConsent(redirect(presented))).toBe(expected);
  });
});
