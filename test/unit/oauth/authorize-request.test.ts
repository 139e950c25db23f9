import { describe, expect, it } from 'vitest';
import { identifyRequest } from '../../../src/oauth/authorize-request.ts';
import { defaultClientLimits } from '../../../src/oauth/client-limits.ts';
import type { ClientResult } from '../../../src/oauth/clients.ts';
import { readParameters } from '../../../src/oauth/parameters.ts';
import { clientAppId } from './entra-stub.ts';
import { type Changes, claudeCode, issuer, resource, createClientRequest } from './client.ts';
import { createHarness } from './oauth-harness.ts';

const harness = createHarness();

async function begin(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const { query } = await createClientRequest(changes);
  const parameters = new URLSearchParams([...Object.entries(query), ...extra]);
  return await harness.server.authorize.start(parameters, { browser: undefined, consents: undefined });
}

/** The OAuth error in the redirect to the client. */
async function errorOf(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const step = await begin(changes, extra);
  if (step.kind !== 'redirect') throw new Error('The person was asked.');
  const url = new URL(step.location);
  expect(`${url.origin}${url.pathname}`).toBe('https://claude.ai/api/mcp/auth_callback');
  expect(url.searchParams.get('iss')).toBe(issuer);
  return url.searchParams;
}

describe('an authorization request without a valid client or redirect URI', () => {
  const rows: readonly (readonly [string, Changes, readonly (readonly [string, string])[], string])[] = [
    ['no client', { client_id: undefined }, [], 'request_malformed'],
    ['no redirect', { redirect_uri: undefined }, [], 'request_malformed'],
    ['an empty redirect', { redirect_uri: '' }, [], 'request_malformed'],
    ['two clients', {}, [['client_id', claudeCode]], 'request_malformed'],
    ['two redirects', {}, [['redirect_uri', 'https://evil.example/']], 'request_malformed'],
    ['an unknown client', { client_id: 'somebody' }, [], 'client_unknown'],
    ['another Entra application', { client_id: crypto.randomUUID() }, [], 'client_unknown'],
    ['a forged registration', { client_id: `dcr_${'A'.repeat(200)}` }, [], 'client_unknown'],
    ['a huge client id', { client_id: `dcr_${'A'.repeat(5000)}` }, [], 'client_unknown'],
    [
      'a document that cannot be read',
      { client_id: 'https://evil.example/client.json' },
      [],
      'document_unavailable',
    ],
    [
      'a redirect that the client never named',
      { redirect_uri: 'https://claude.ai/other' },
      [],
      'redirect_refused',
    ],
    ['a redirect of another client', { redirect_uri: 'https://vscode.dev/redirect' }, [], 'redirect_refused'],
    [
      'a loopback redirect of a web client',
      { redirect_uri: 'http://localhost:1/callback' },
      [],
      'redirect_refused',
    ],
    [
      'a redirect with a fragment',
      { redirect_uri: 'https://claude.ai/api/mcp/auth_callback#a' },
      [],
      'redirect_invalid',
    ],
    ['a script as redirect', { redirect_uri: 'javascript:alert(1)' }, [], 'redirect_invalid'],
    [
      'a hand-configured client elsewhere',
      { client_id: clientAppId, redirect_uri: 'https://evil.example/' },
      [],
      'redirect_unknown',
    ],
  ];
  it.each(rows)('[entra-4.6-open-redirect] %s: a page, never a redirect', async (_, changes, extra, code) => {
    await expect(begin(changes, extra)).rejects.toMatchObject({ name: 'PageError', code });
  });

  it('shows a long rejected redirect URI in full, as the operator copies it into TRUSTED_REDIRECT_URIS', async () => {
    const redirect_uri = `https://chat.contoso.example/api/mcp/${'a'.repeat(200)}/oauth/callback`;
    await expect(begin({ client_id: clientAppId, redirect_uri })).rejects.toMatchObject({
      code: 'redirect_unknown',
      subject: redirect_uri,
    });
  });

  it('shows a hostile redirect URI without control and bidirectional characters, and at most 512 of its characters', async () => {
    const redirect_uri = `https://evil.example/\r\n\u202e\u0000${'a'.repeat(5000)}`;
    await expect(begin({ redirect_uri })).rejects.toMatchObject({
      code: 'redirect_invalid',
      subject: expect.stringMatching(/^https:\/\/evil\.example\/ a{490}…$/) as string,
    });
  });
});

describe('an invalid authorization request', () => {
  const short = 'a'.repeat(42);
  const rows: readonly (readonly [string, Changes, string])[] = [
    [
      '[entra-4.6-malicious-resource] [entra-7.4] a token for another server',
      { resource: 'https://evil.example/mcp' },
      'invalid_target',
    ],
    [
      '[entra-4.6-malicious-resource] a look-alike resource',
      { resource: 'https://mcp.example.com.evil.example/mcp' },
      'invalid_target',
    ],
    ['[entra-4.6-malicious-resource] the origin alone', { resource: issuer }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] another path', { resource: `${issuer}/MCP` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] a query', { resource: `${resource}?a=b` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] two slashes', { resource: `${resource}//` }, 'invalid_target'],
    ['[entra-4.6-malicious-resource] no resource', { resource: undefined }, 'invalid_target'],
    ['[entra-4.6-pkce-downgrade] no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] an empty challenge', { code_challenge: '' }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['[entra-4.6-pkce-downgrade] no method', { code_challenge_method: undefined }, 'invalid_request'],
    [
      '[entra-4.6-pkce-downgrade] another spelling of the method',
      { code_challenge_method: 's256' },
      'invalid_request',
    ],
    ['[entra-4.6-pkce-downgrade] a challenge of 42 characters', { code_challenge: short }, 'invalid_request'],
    [
      '[entra-4.6-pkce-downgrade] a challenge of 129 characters',
      { code_challenge: 'a'.repeat(129) },
      'invalid_request',
    ],
    [
      '[entra-4.6-pkce-downgrade] a challenge with padding',
      { code_challenge: `${short}=` },
      'invalid_request',
    ],
    ['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid grant', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no response type', { response_type: undefined }, 'unsupported_response_type'],
    ['a fragment as response', { response_mode: 'fragment' }, 'invalid_request'],
    ['a form as response', { response_mode: 'form_post' }, 'invalid_request'],
    ['a state of 2,049 characters', { state: 's'.repeat(2049) }, 'invalid_request'],
  ];
  it.each(rows)('%s', async (_, changes, error) => {
    const answer = await errorOf(changes);
    expect(answer.get('error')).toBe(error);
    expect(answer.get('code')).toBeNull();
  });

  it.each(['state', 'resource', 'scope', 'code_challenge', 'response_type', 'prompt', 'anything'])(
    '[entra-4.6-duplicated-parameters] %s twice',
    async (name) => {
      const extra = [
        [name, 'a'],
        [name, 'b'],
      ] as const;
      const answer = await errorOf({ [name]: undefined }, extra);
      expect(answer.get('error')).toBe('invalid_request');
    },
  );

  it('redirects the error with the unchanged state of the client', async () => {
    const state = 'a b&c=d#é"<';
    expect((await errorOf({ response_type: 'token', state })).get('state')).toBe(state);
    expect((await errorOf({ response_type: 'token', state: undefined })).has('state')).toBe(false);
  });
});

describe('error_description of an invalid authorization request', () => {
  const longState = 'state is longer than 2048 characters, or than 4096 percent-encoded.';
  it.each<[string, Changes, string]>([
    ['a response type other than code', { response_type: 'token' }, 'response_type must be code.'],
    ['a response mode other than query', { response_mode: 'fragment' }, 'response_mode must be query.'],
    [
      'the plain method of PKCE',
      { code_challenge_method: 'plain' },
      'PKCE is required: send code_challenge with code_challenge_method S256.',
    ],
    ['a state of 2,049 characters', { state: 's'.repeat(2049) }, longState],
    ['a state of 4,097 characters percent-encoded', { state: `${'é'.repeat(682)}aaaaa` }, longState],
  ])('names the parameter for %s', async (_, changes, description) => {
    expect((await errorOf(changes)).get('error_description')).toBe(description);
  });

  it('names at most 40 characters of a repeated parameter', async () => {
    const name = 'n'.repeat(50);
    const error = await errorOf({}, [
      [name, 'a'],
      [name, 'b'],
    ]);
    expect(error.get('error_description')).toBe(`The parameter ${'n'.repeat(40)} is sent more than once.`);
  });

  it.each(['s'.repeat(2048), `${'é'.repeat(682)}aaaa`])(
    'is not sent for a state of the maximum length',
    async (state) => {
      expect((await errorOf({ state, response_type: 'token' })).get('error')).toBe(
        'unsupported_response_type',
      );
    },
  );
});

describe('identifyRequest', () => {
  const url = 'https://app.example/client.json';
  const found: ClientResult = {
    ok: true,
    client: {
      kind: 'unverified_document',
      clientId: url,
      name: 'App',
      redirectUris: ['https://app.example/cb'],
    },
  };

  async function identify(result: ClientResult, clientId: string, redirectUri: string) {
    const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri });
    return await identifyRequest(
      readParameters(query),
      { find: () => Promise.resolve(result) },
      defaultClientLimits,
    );
  }

  it('rejects a client id of more than 4,096 characters before it looks for the client', async () => {
    const unknown = { ok: false, kind: 'unverified_document', reason: 'client_unknown' } as const;
    const clientId = `${url}?${'a'.repeat(4096 - url.length - 1)}`;
    await expect(identify(unknown, clientId, 'https://app.example/cb')).rejects.toMatchObject({
      code: 'client_unknown',
      client: { kind: 'unverified_document', id: clientId.slice(0, 512) },
    });
    await expect(identify(unknown, `${clientId}a`, 'https://app.example/cb')).rejects.toMatchObject({
      code: 'client_unknown',
      client: undefined,
    });
  });

  it('reports the client of an invalid redirect URI to the audit', async () => {
    await expect(identify(found, url, 'javascript:alert(1)')).rejects.toMatchObject({
      code: 'redirect_invalid',
      client: { kind: 'unverified_document', id: url },
    });
  });

  it('shows the client id of an untrusted document, and reports the host of its redirect URI', async () => {
    await expect(identify(found, url, 'https://app.example/cb')).rejects.toMatchObject({
      code: 'document_untrusted',
      subject: url,
      client: { kind: 'unverified_document', id: url, redirectHost: 'app.example' },
    });
  });

  it('shows a redirect URI that the client has not registered', async () => {
    await expect(identify(found, url, 'https://app.example/other')).rejects.toMatchObject({
      code: 'redirect_refused',
      subject: 'https://app.example/other',
      client: { kind: 'unverified_document', id: url, redirectHost: 'app.example' },
    });
  });
});
