import { describe, expect, it } from 'vitest';
import {
  type Client,
  type ClientKind,
  clientKindOf,
  createClients,
  mayRedirect,
  needsConsent,
} from '../../../src/oauth/clients.ts';
import { parseRedirectUri, type RedirectUri } from '../../../src/oauth/redirect-uri.ts';

const clientAppId = 'c11e0000-0000-4000-8000-000000000002';
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

describe('clientKindOf', () => {
  it.each<[string, ClientKind]>([
    [clientAppId, 'configured'],
    [clientAppId.toUpperCase(), 'configured'],
    [documentUrl, 'document'],
    ['https://evil.example', 'document'],
    ['http://claude.ai/oauth/x', 'registered'],
    ['HTTPS://claude.ai/x', 'registered'],
    ['x https://', 'registered'],
    ['dcr_AAAA', 'registered'],
    ['', 'registered'],
    [`${clientAppId}0`, 'registered'],
  ])('%j: %s', (clientId, kind) => {
    expect(clientKindOf(clientId, clientAppId)).toBe(kind);
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
      find: async (id) => (id === documentUrl ? { clientName: 'Claude', redirectUris: [claude] } : undefined),
    },
  );

  it('resolves a client id only by the kind that the id states', async () => {
    expect(await clients.find(clientAppId)).toEqual({
      kind: 'configured',
      clientId: clientAppId,
      name: 'An application',
      redirectUris: undefined,
    });
    expect(await clients.find(documentUrl)).toEqual({
      kind: 'document',
      clientId: documentUrl,
      name: 'Claude',
      redirectUris: [claude],
    });
    expect(await clients.find('dcr_known')).toEqual({
      kind: 'registered',
      clientId: 'dcr_known',
      name: 'Registered',
      redirectUris: [web],
    });
    expect(await clients.find('https://evil.example')).toBeUndefined();
    expect(await clients.find('dcr_unknown')).toBeUndefined();
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
    ['with no redirect at all', client('document', []), claude, false],
  ])('%s', (_, asking, presented, expected) => {
    expect(mayRedirect(asking, redirect(presented))).toBe(expected);
  });

  it.each<[ClientKind, string, boolean]>([
    ['document', web, false],
    ['document', loopback, true],
    ['document', cursor, true],
    ['registered', web, true],
    ['registered', loopback, true],
    ['configured', claude, true],
  ])('%s that is answered at %s has the person asked: %s', (kind, presented, expected) => {
    expect(needsConsent(client(kind, undefined), redirect(presented))).toBe(expected);
  });
});
