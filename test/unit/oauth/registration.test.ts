import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import { defaultClientLimits } from '../../../src/oauth/client-limits.ts';
import { createRegistrations } from '../../../src/oauth/registration.ts';

const keyRing = parseKeyRing(`a:${btoa('0123456789abcdef0123456789abcdef')}`);
const clock = { nowMs: () => Date.UTC(2026, 10, 24) };
const registrations = createRegistrations(keyRing, clock, defaultClientLimits);

describe('POST /oauth/register', () => {
  it('returns a public client, whatever else was requested, and stores nothing', async () => {
    const answer = await registrations.register({
      client_name: 'Cursor',
      redirect_uris: ['http://localhost:8787/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'everything',
      application_type: 'native',
      software_id: 'x',
    });
    expect(answer).toEqual({
      client_id: expect.stringMatching(/^dcr_[A-Za-z0-9_-]+$/),
      client_id_issued_at: clock.nowMs() / 1000,
      client_name: 'Cursor',
      redirect_uris: ['http://localhost:8787/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
    expect(await registrations.find(String(answer['client_id']))).toEqual({
      name: 'Cursor',
      redirectUris: ['http://localhost:8787/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
    });
  });

  it.each([
    ['nothing', undefined, 'invalid_client_metadata'],
    ['a list', [], 'invalid_client_metadata'],
    ['no redirects', { client_name: 'x' }, 'invalid_redirect_uri'],
    ['an empty list of redirects', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['redirects that are no texts', { redirect_uris: [1] }, 'invalid_redirect_uri'],
    ['eleven redirects', { redirect_uris: Array(11).fill('http://localhost/') }, 'invalid_redirect_uri'],
    ['a stranger', { redirect_uris: ['https://evil.example/'] }, 'invalid_redirect_uri'],
    [
      'a stranger among good ones',
      { redirect_uris: ['http://localhost/', 'https://evil.example/'] },
      'invalid_redirect_uri',
    ],
    ['a script', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['a scheme of anybody', { redirect_uris: ['myapp://callback'] }, 'invalid_redirect_uri'],
    [
      'only a grant that there is not',
      { redirect_uris: ['http://localhost/'], grant_types: ['implicit'] },
      'invalid_client_metadata',
    ],
    [
      'only a response that there is not',
      { redirect_uris: ['http://localhost/'], response_types: ['token'] },
      'invalid_client_metadata',
    ],
    [
      'a name that is none',
      { redirect_uris: ['http://localhost/'], client_name: 7 },
      'invalid_client_metadata',
    ],
    [
      'a name of a book',
      { redirect_uris: ['http://localhost/'], client_name: 'x'.repeat(2000) },
      'invalid_client_metadata',
    ],
  ])('refuses %s', async (_, metadata, code) => {
    await expect(registrations.register(metadata)).rejects.toMatchObject({
      name: 'OAuthError',
      code,
      status: 400,
    });
  });

  const rejected = async (metadata: unknown) =>
    await registrations.register(metadata).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : undefined),
    );

  it.each([
    ['http://127.0.0.1:1/callback#part', 'has a fragment'],
    ['http://user:password@127.0.0.1/callback', 'has a user name'],
    ['http://LOCALHOST/callback', 'is not in canonical form'],
    ['http://127.1/callback', 'is not in canonical form'],
    ['http://localhost:80/callback', 'is not in canonical form'],
    ['http://l\u043ecalhost/callback', 'is not in canonical form'],
    ['https://evil.example/call\r\nback', 'is not in canonical form'],
    [`http://localhost/${'a'.repeat(600)}`, 'is longer than 512 characters'],
    ['http://192.168.0.1/callback', 'uses http on a host other than localhost'],
    ['http://localhost.evil.example/callback', 'uses http on a host other than localhost'],
    ['javascript:alert(1)', 'has no host'],
    ['urn:ietf:wg:oauth:2.0:oob', 'has no host'],
    ['callback', 'is not an absolute URI'],
    ['https://*.evil.example/callback', 'is not that of a known client'],
    ['https://n8n.contoso.example/rest/oauth2-credential/callback', 'can add it to TRUSTED_REDIRECT_URIS'],
    ['myapp://callback', 'can add it to TRUSTED_REDIRECT_URIS'],
  ])('names the redirect URI %j, what is wrong with it and what is accepted', async (uri, issue) => {
    const message = await rejected({ redirect_uris: ['http://localhost/', uri] });
    expect(message).toContain('Redirect URI number 2 (');
    expect(message).toContain(issue);
    expect(message).toContain('Accepted are http on localhost, 127.0.0.1 or [::1] with any port');
    expect(message).toMatch(/^[\x20-\x7e]+$/);
  });

  it('names a setting of the operator only where it would help', async () => {
    for (const uri of ['http://127.0.0.1:1/callback#part', 'javascript:alert(1)', 'http://192.168.0.1/']) {
      expect(await rejected({ redirect_uris: [uri] })).not.toContain('TRUSTED_REDIRECT_URIS');
    }
  });

  it.each([
    [{ redirect_uris: 'http://localhost/' }, 'redirect_uris must be an array of 1 to 10 strings.'],
    [{ redirect_uris: ['http://localhost/'], client_name: 7 }, 'client_name must be a string'],
    [{ redirect_uris: ['http://localhost/'], grant_types: 'x' }, 'grant_types must be an array'],
    [[], 'The client metadata must be a JSON object.'],
  ])('states the rule of the malformed member in %j', async (metadata, rule) => {
    expect(await rejected(metadata)).toContain(rule);
  });

  it('treats null like an absent member', async () => {
    const metadata = { redirect_uris: ['http://localhost/'], client_name: null, grant_types: null };
    expect(await registrations.register({ ...metadata, response_types: null, scope: null })).toMatchObject({
      client_name: 'An application',
      response_types: ['code'],
    });
  });

  it('reduces the client name to one short line without invisible characters', async () => {
    const nameOf = async (client_name: string) =>
      (await registrations.register({ redirect_uris: ['http://localhost/'], client_name }))['client_name'];
    expect(await nameOf('Claude\u202e\u200b\nCode')).toBe('Claude Code');
    expect(await nameOf(' \u0000 ')).toBe('An application');
    expect(await nameOf('🙂'.repeat(100))).toHaveLength(61);
  });

  it.each(['dcr_', 'dcr_AAAA', 'x', ''])('does not know the id %j', async (clientId) => {
    expect(await registrations.find(clientId)).toBeUndefined();
  });

  it('rejects an id sealed under a retired key', async () => {
    const answer = await registrations.register({ redirect_uris: ['http://localhost/'] });
    const other = createRegistrations(
      parseKeyRing(`b:${btoa('fedcba9876543210fedcba9876543210')}`),
      clock,
      defaultClientLimits,
    );
    expect(await other.find(String(answer['client_id']))).toBeUndefined();
  });
});
