import { describe, expect, it } from 'vitest';
import { auditClientId } from '../../../src/oauth/client-limits.ts';
import { type Changes, claude, createClientRequest } from './client.ts';
import { clientAppId, newUser } from './entra-stub.ts';
import { createHarness } from './oauth-harness.ts';

const zed = 'https://zed.dev/oauth/client-metadata.json';
const perConnector = 'https://chatgpt.com/oauth/conn-1/client.json';

/** Publishes a client metadata document. */
function publish(harness: ReturnType<typeof createHarness>, clientId: string, redirect_uris: string[]): void {
  harness.documents.fetch = async () => ({
    status: 200,
    headers: new Headers(),
    body: new TextEncoder().encode(
      JSON.stringify({ client_id: clientId, client_name: 'Tool', redirect_uris }),
    ),
  });
}

async function authorize(harness: ReturnType<typeof createHarness>, changes: Changes) {
  return await harness.createBrowser().authorize((await createClientRequest(changes)).query);
}

describe('GET /oauth/authorize with a client metadata document of an unknown publisher', () => {
  it.each([
    ['http://127.0.0.1/callback', 'http://localhost:51234/callback'],
    ['http://localhost:8080/callback', 'http://[::1]:9/callback'],
  ])('shows the consent page: %s is listed, %s is sent', async (listed, sent) => {
    const harness = createHarness();
    publish(harness, zed, [listed, 'https://zed.dev/callback']);
    const step = await authorize(harness, { client_id: zed, redirect_uri: sent });
    expect(step).toMatchObject({ kind: 'consent', client: { kind: 'unverified_document', name: 'Tool' } });
  });

  it.each([
    ['https://zed.dev/callback', 'document_untrusted'],
    ['https://claude.ai/api/mcp/auth_callback', 'document_untrusted'],
    ['http://localhost/other', 'redirect_refused'],
  ])('rejects the redirect URI %s with %s', async (redirect_uri, code) => {
    const harness = createHarness();
    publish(harness, zed, [
      'http://localhost/callback',
      'https://zed.dev/callback',
      'https://claude.ai/api/mcp/auth_callback',
    ]);
    await expect(authorize(harness, { client_id: zed, redirect_uri })).rejects.toMatchObject({ code });
  });

  it('rejects a document that cannot be read with document_unavailable', async () => {
    await expect(
      authorize(createHarness(), { client_id: zed, redirect_uri: 'http://localhost/callback' }),
    ).rejects.toMatchObject({ code: 'document_unavailable', subject: zed });
  });

  it('completes the sign-in', async () => {
    const harness = createHarness();
    publish(harness, zed, ['http://127.0.0.1/callback']);
    const changes = { client_id: zed, redirect_uri: 'http://127.0.0.1:7/callback' };
    const tokens = await harness.signIn(newUser(), changes);
    expect(await harness.refresh(tokens.refresh_token, { client_id: zed })).toHaveProperty('access_token');
  });
});

describe('GET /oauth/authorize with a ChatGPT document per connector', () => {
  it.each([
    ['https://chatgpt.com/connector/oauth/conn-1', undefined],
    ['https://chatgpt.com/connector/oauth/conn-2', 'redirect_refused'],
  ])('decides on the redirect URI %s: %s', async (redirect_uri, code) => {
    const harness = createHarness();
    publish(harness, perConnector, [
      'https://chatgpt.com/connector/oauth/conn-1',
      'https://chatgpt.com/connector/oauth/conn-2',
    ]);
    const step = authorize(harness, { client_id: perConnector, redirect_uri });
    if (code === undefined)
      expect(await step).toMatchObject({ kind: 'consent', client: { kind: 'document' } });
    else await expect(step).rejects.toMatchObject({ code });
  });
});

describe('TRUSTED_REDIRECT_URIS', () => {
  const n8n = 'https://n8n.contoso.example/rest/oauth2-credential/callback';
  const cline = 'vscode://saoudrizwan.claude-dev/mcp-auth';
  const clientLimits = { trustedRedirectUris: new Set([n8n, cline]) };

  it.each([n8n, cline])(
    'allows %s for registered clients and the configured client id',
    async (redirect_uri) => {
      const harness = createHarness({ clientLimits });
      const { client_id } = await harness.server.registrations.register({ redirect_uris: [redirect_uri] });
      for (const id of [String(client_id), clientAppId]) {
        expect(await authorize(harness, { client_id: id, redirect_uri })).toMatchObject({ kind: 'consent' });
      }
    },
  );

  it('is named in the error at registration and at authorization', async () => {
    const harness = createHarness();
    await expect(harness.server.registrations.register({ redirect_uris: [n8n] })).rejects.toMatchObject({
      code: 'invalid_redirect_uri',
      message: expect.stringMatching(/n8n\.contoso\.example.*TRUSTED_REDIRECT_URIS/s) as string,
    });
    await expect(authorize(harness, { client_id: clientAppId, redirect_uri: n8n })).rejects.toMatchObject({
      code: 'redirect_unknown',
    });
  });
});

describe('the operator’s limits', () => {
  const loopback = 'http://localhost:9/callback';

  it('ALLOWED_CLIENT_METADATA rejects other documents', async () => {
    const harness = createHarness({ clientLimits: { allowedDocuments: new Set(['claude.ai']) } });
    publish(harness, zed, [loopback]);
    await expect(authorize(harness, { client_id: zed, redirect_uri: loopback })).rejects.toMatchObject({
      code: 'document_not_allowed',
    });
    expect(await authorize(harness, {})).toMatchObject({ kind: 'consent' });
    expect(harness.documents.requestedUrls).not.toContain(zed);
  });

  it('ALLOWED_REDIRECT_HOSTS rejects other hosts', async () => {
    const harness = createHarness({ clientLimits: { allowedRedirectHosts: new Set(['claude.ai']) } });
    expect(await authorize(harness, {})).toMatchObject({ kind: 'consent' });
    for (const redirect_uri of ['https://claude.com/api/mcp/auth_callback']) {
      await expect(authorize(harness, { redirect_uri })).rejects.toMatchObject({
        code: 'redirect_host_not_allowed',
      });
    }
    await expect(
      authorize(harness, { client_id: clientAppId, redirect_uri: loopback }),
    ).rejects.toMatchObject({ code: 'redirect_host_not_allowed' });
  });

  it('CLIENT_REGISTRATION off rejects registration, and clients that registered before', async () => {
    const before = createHarness();
    const { client_id } = await before.server.registrations.register({ redirect_uris: [loopback] });
    const harness = createHarness({ clientLimits: { isRegistrationEnabled: false } });
    await expect(harness.server.registrations.register({ redirect_uris: [loopback] })).rejects.toMatchObject({
      status: 403,
    });
    await expect(
      authorize(harness, { client_id: String(client_id), redirect_uri: loopback }),
    ).rejects.toMatchObject({ code: 'registration_disabled' });
  });

  it.each(['document', 'registered'] as const)(
    'BLOCKED_MCP_CLIENTS rejects a %s at authorization, redemption and refresh',
    async (kind) => {
      const blockedClients = new Set<string>();
      const harness = createHarness({ clientLimits: { blockedClients } });
      const registered = await harness.server.registrations.register({ redirect_uris: [loopback] });
      const client_id = kind === 'document' ? claude : String(registered['client_id']);
      const changes = kind === 'document' ? {} : { client_id, redirect_uri: loopback };
      const tokens = await harness.signIn(newUser(), changes);
      const run = await createClientRequest(changes);
      const location = await harness.signInToClient(run, newUser());
      blockedClients.add(await auditClientId(kind, client_id));
      const invalidClient = { code: 'invalid_client', status: 401 };
      await expect(harness.refresh(tokens.refresh_token, { client_id })).rejects.toMatchObject(invalidClient);
      await expect(
        harness.issue(harness.codeForm(run, location.searchParams.get('code') ?? '')),
      ).rejects.toMatchObject(invalidClient);
      await expect(authorize(harness, changes)).rejects.toMatchObject({ code: 'client_blocked' });
      blockedClients.clear();
      expect(await harness.refresh(tokens.refresh_token, { client_id })).toHaveProperty('access_token');
    },
  );
});

describe('POST /oauth/token without resource', () => {
  it('issues tokens, because the authorization request carried it', async () => {
    const harness = createHarness();
    const run = await createClientRequest();
    const location = await harness.signInToClient(run, newUser());
    const { resource: _, ...form } = harness.codeForm(run, location.searchParams.get('code') ?? '');
    const tokens = await harness.issue(form);
    expect(await harness.refresh(tokens.refresh_token, { resource: undefined })).toHaveProperty(
      'access_token',
    );
  });
});

describe('a client name', () => {
  it.each(['\u3164', '\u115f\u1160', '\u00ad', '\u200b\u2060', '\u{e0100}\ufe0f', '\u2800'])(
    '%j of ignorable characters only is replaced',
    async (client_name) => {
      const client = await createHarness().server.registrations.register({
        redirect_uris: ['http://localhost/'],
        client_name,
      });
      expect(client['client_name']).toBe('An application');
    },
  );
});
