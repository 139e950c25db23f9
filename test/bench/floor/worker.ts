import { Server } from '@modelcontextprotocol/server';
import { createMcpHandler } from 'agents/mcp/server';
import { DurableObject } from 'cloudflare:workers';
import { compactVerify, importJWK, type JWK } from 'jose';

interface Environment {
  readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault>;
  readonly ENTRA_LOGIN_URL: string;
  readonly GRAPH_URL: string;
  readonly SERVER_APP_ID: string;
  readonly SERVER_APP_SECRET: string;
  readonly ALLOWED_TENANTS: string;
}

interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly receivedDateTime: string;
  readonly bodyPreview: string;
  readonly from?: { readonly emailAddress: { readonly name: string; readonly address: string } };
}

const select =
  'id,subject,from,sender,toRecipients,receivedDateTime,hasAttachments,importance,isRead,isDraft,conversationId,bodyPreview';
const words = encodeURIComponent('"(budget OR launch OR the)"');

let key: CryptoKey | Uint8Array | undefined;

type Answer = {
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent: { readonly items: readonly object[] };
};

/**
 * The least that a search of mail can cost on workerd: the signature of the token, one object that holds the person's
 * Graph token in the clear, one request to Graph, the answer as text and as structure. Nothing is checked, sealed,
 * cleaned or audited. It is a measure, and nothing to run. At `/protocol` the SDK speaks the protocol; elsewhere nobody
 * does.
 */
// oxlint-disable-next-line import/no-default-export
export default {
  async fetch(request, env) {
    const [, assertion] = (request.headers.get('authorization') ?? '').split(' ');
    if (assertion === undefined) return new Response('ready');
    const parsedBody: unknown = await request.json();
    if (new URL(request.url).pathname !== '/protocol') {
      return Response.json({ jsonrpc: '2.0', id: 1, result: await search(env, assertion) });
    }
    return await protocol.fetch(request, {
      authInfo: { token: '', clientId: '', scopes: [], extra: { search: () => search(env, assertion) } },
      parsedBody,
    });
  },
} satisfies ExportedHandler<Environment>;

const protocol = createMcpHandler(
  ({ authInfo }) => {
    const server = new Server({ name: 'floor', version: '1.0.0' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/call', authInfo?.extra?.['search'] as () => Promise<Answer>);
    return server;
  },
  { route: '/protocol', corsOptions: false, allowedOriginHostnames: '*', legacy: 'reject' },
);

async function search(env: Environment, assertion: string): Promise<Answer> {
  key ??= await signingKey(env, assertion);
  const { payload } = await compactVerify(assertion, key);
  const { oid } = JSON.parse(new TextDecoder().decode(payload)) as { oid: string };
  const vault = env.TOKEN_VAULT.get(env.TOKEN_VAULT.idFromName(oid));
  const accessToken = await vault.graphToken(assertion);
  const response = await fetch(
    `${env.GRAPH_URL}/v1.0/me/messages?$search=${words}&$top=25&$select=${select}`,
    { headers: { authorization: `Bearer ${accessToken}`, prefer: 'IdType="ImmutableId"' } },
  );
  const { value } = await response.json<{ value: Mail[] }>();
  const items = value.map(({ id, subject, receivedDateTime, bodyPreview, from }) => ({
    uri: `mail:///messages/${id}`,
    received: receivedDateTime,
    from: from && `${from.emailAddress.name} <${from.emailAddress.address}>`,
    subject,
    preview: bodyPreview,
  }));
  const structuredContent = { items };
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

async function signingKey(env: Environment, assertion: string): Promise<CryptoKey | Uint8Array> {
  const { kid } = JSON.parse(atob(assertion.split('.')[0] ?? '')) as { kid: string };
  const response = await fetch(`${env.ENTRA_LOGIN_URL}/organizations/discovery/v2.0/keys`);
  const { keys } = await response.json<{ keys: JWK[] }>();
  return await importJWK(keys.find((candidate) => candidate.kid === kid) ?? {}, 'RS256');
}

export class TokenVault extends DurableObject<Environment> {
  readonly #sql = this.ctx.storage.sql;

  async graphToken(assertion: string): Promise<string> {
    this.#sql.exec('CREATE TABLE IF NOT EXISTS entry (token TEXT)');
    const [row] = this.#sql.exec<{ token: string }>('SELECT token FROM entry');
    if (row) return row.token;
    const { ENTRA_LOGIN_URL, ALLOWED_TENANTS, SERVER_APP_ID, SERVER_APP_SECRET } = this.env;
    const response = await fetch(`${ENTRA_LOGIN_URL}/${ALLOWED_TENANTS.split(',')[0]}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        client_id: SERVER_APP_ID,
        client_secret: SERVER_APP_SECRET,
        assertion,
        scope: 'https://graph.microsoft.com/.default',
        requested_token_use: 'on_behalf_of',
      }),
    });
    const { access_token: token } = await response.json<{ access_token: string }>();
    this.#sql.exec('INSERT INTO entry (token) VALUES (?)', token);
    return token;
  }
}

// The other classes that wrangler.toml names.
export class TenantPolicy extends DurableObject {}
export class OAuthGrant extends DurableObject {}
export class OAuthUser extends DurableObject {}
