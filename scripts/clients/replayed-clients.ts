/** The requests of a client that cannot run here: it needs an account with its vendor, a server of its own, or a display. */
export interface ReplayedClient {
  readonly client: string;
  /** Version of the program whose source was read. */
  readonly version?: string;
  readonly redirectUri: string;
  /** The body of its registration request, the URL of its client metadata document, or the configured client id. */
  readonly identification:
    | { readonly kind: 'registration'; readonly body: Readonly<Record<string, unknown>> }
    | { readonly kind: 'document'; readonly url: string; readonly redirectUris?: readonly string[] }
    | { readonly kind: 'configured' };
  /** Parameters of the authorization request beside those of every client. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Authentication at the token endpoint; default: the client id in the form. */
  readonly authentication?: 'basic' | 'post';
  /** Whether the client sends `resource` to the token endpoint; default: true. */
  readonly sendsResource?: boolean;
  /** The client follows a challenge with `insufficient_scope`. */
  readonly followsStepUp?: boolean;
  /** Where the requests are published. */
  readonly source: string;
}

const grantTypes = ['authorization_code', 'refresh_token'];
const loopback = (path: string, port = 49_731) => `http://127.0.0.1:${port}${path}`;
const source = (repository: string, commit: string, path: string) =>
  `https://github.com/${repository}/blob/${commit}/${path}`;

const claude = 'https://claude.com/docs/connectors/building/authentication';
const chatgpt = 'https://developers.openai.com/apps-sdk/build/auth';
const copilotStudio = 'https://learn.microsoft.com/microsoft-copilot-studio/mcp-add-existing-server-to-agent';
const vscode = source(
  'microsoft/vscode',
  '0ec904bb0fc2f42941041344292d088adbbc581b',
  'src/vs/base/common/oauth.ts',
);
const rmcp = source(
  'modelcontextprotocol/rust-sdk',
  '4a738b9dd99eaca418b614afa433a0cbdaf8d056',
  'crates/rmcp/src/transport/auth.rs',
);

const claudeRedirect = 'https://claude.ai/api/mcp/auth_callback';
const n8nRedirect = 'https://n8n.contoso.example/rest/oauth2-credential/callback';
const libreChatRedirect = 'https://chat.contoso.example/api/mcp/microsoft-365/oauth/callback';
const openWebUiRedirect = 'https://webui.contoso.example/oauth/clients/mcp:microsoft-365/callback';
const powerPlatformRedirect = 'https://global.consent.azure-apim.net/redirect/microsoft-20365-5f1a2b';

/** Redirect URIs of clients on servers of the organization, which `TRUSTED_REDIRECT_URIS` has to contain. */
export const selfHostedRedirectUris = [n8nRedirect, libreChatRedirect, openWebUiRedirect];

export const replayedClients: readonly ReplayedClient[] = [
  {
    client: 'Claude (web)',
    redirectUri: claudeRedirect,
    identification: { kind: 'document', url: 'https://claude.ai/oauth/mcp-oauth-client-metadata' },
    source: claude,
  },
  {
    client: 'Claude (web)',
    redirectUri: claudeRedirect,
    identification: {
      kind: 'registration',
      body: {
        client_name: 'Claude',
        redirect_uris: [claudeRedirect],
        grant_types: grantTypes,
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    },
    source: claude,
  },
  {
    client: 'ChatGPT',
    redirectUri: 'https://chatgpt.com/connector_platform_oauth_redirect',
    identification: { kind: 'document', url: 'https://chatgpt.com/oauth/client.json' },
    source: chatgpt,
  },
  {
    client: 'ChatGPT, per connector',
    redirectUri: 'https://chatgpt.com/connector/oauth/conn_1a2b3c',
    identification: { kind: 'document', url: 'https://chatgpt.com/oauth/conn_1a2b3c/client.json' },
    source: chatgpt,
  },
  {
    client: 'Codex, per server',
    redirectUri: 'http://localhost:49731/callback/srv_1a2b3c',
    identification: { kind: 'document', url: 'https://chatgpt.com/oauth/codex/srv_1a2b3c/client.json' },
    source: 'https://developers.openai.com/codex/mcp',
  },
  {
    client: 'Visual Studio Code',
    redirectUri: loopback('/', 33_418),
    identification: { kind: 'document', url: 'https://vscode.dev/oauth/client-metadata.json' },
    followsStepUp: true,
    source: vscode,
  },
  {
    client: 'Visual Studio Code',
    redirectUri: 'https://vscode.dev/redirect',
    identification: {
      kind: 'registration',
      body: {
        client_name: 'Visual Studio Code',
        client_uri: 'https://code.visualstudio.com',
        grant_types: grantTypes,
        response_types: ['code'],
        redirect_uris: [
          'https://insiders.vscode.dev/redirect',
          'https://vscode.dev/redirect',
          'http://127.0.0.1/',
          'http://127.0.0.1:33418/',
        ],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    },
    followsStepUp: true,
    source: vscode,
  },
  {
    client: 'Visual Studio Code Insiders',
    redirectUri: 'https://insiders.vscode.dev/redirect',
    identification: { kind: 'document', url: 'https://insiders.vscode.dev/oauth/client-metadata.json' },
    followsStepUp: true,
    source: vscode,
  },
  {
    client: 'Cursor',
    redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback',
    identification: {
      kind: 'registration',
      body: {
        client_name: 'Cursor',
        redirect_uris: [
          'cursor://anysphere.cursor-mcp/oauth/callback',
          'https://www.cursor.com/agents/mcp/oauth/callback',
        ],
        grant_types: grantTypes,
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    },
    source: 'https://cursor.com/docs/context/mcp',
  },
  {
    client: 'Zed',
    redirectUri: loopback('/callback'),
    identification: {
      kind: 'document',
      url: 'https://zed.dev/oauth/client-metadata.json',
      redirectUris: ['http://127.0.0.1/callback'],
    },
    source: source(
      'zed-industries/zed',
      '04afc35b962e43e4e7b087a6c7a260e9f6f8f1de',
      'crates/context_server/src/oauth.rs',
    ),
  },
  {
    client: 'Goose',
    redirectUri: loopback('/oauth_callback'),
    identification: {
      kind: 'document',
      url: 'https://goose-docs.ai/oauth/client-metadata.json',
      redirectUris: ['http://localhost/oauth_callback'],
    },
    source: source(
      'block/goose',
      '06423fd5f56dd53e51ef0c3550fd932cc15e50dd',
      'crates/goose/src/oauth/mod.rs',
    ),
  },
  {
    client: 'Programs with the Rust SDK',
    redirectUri: 'http://localhost:49731/callback',
    identification: {
      kind: 'registration',
      body: {
        client_name: 'MCP client',
        redirect_uris: ['http://localhost:49731/callback'],
        grant_types: grantTypes,
        token_endpoint_auth_method: 'none',
        response_types: ['code'],
        application_type: 'native',
      },
    },
    followsStepUp: true,
    source: rmcp,
  },
  {
    client: 'Cline',
    redirectUri: loopback('/mcp/oauth/callback'),
    identification: {
      kind: 'registration',
      body: {
        client_name: 'Cline',
        redirect_uris: [loopback('/mcp/oauth/callback')],
        grant_types: grantTypes,
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    },
    source: source(
      'cline/cline',
      '21cb8d2525bcedf1f4b6890b27a74a14fe7451e4',
      'sdk/packages/core/src/extensions/mcp/oauth.ts',
    ),
  },
  {
    client: 'Copilot Studio',
    redirectUri: powerPlatformRedirect,
    identification: {
      kind: 'registration',
      body: { client_name: 'Copilot Studio', redirect_uris: [powerPlatformRedirect] },
    },
    source: copilotStudio,
  },
  {
    client: 'Copilot Studio, configured',
    redirectUri: powerPlatformRedirect,
    identification: { kind: 'configured' },
    authentication: 'post',
    sendsResource: false,
    source: copilotStudio,
  },
  {
    client: 'n8n',
    version: '2.41.3',
    redirectUri: n8nRedirect,
    identification: {
      kind: 'registration',
      body: {
        redirect_uris: [n8nRedirect],
        token_endpoint_auth_method: 'none',
        grant_types: grantTypes,
        response_types: ['code'],
        client_name: 'n8n',
        client_uri: 'https://n8n.io/',
      },
    },
    source: 'https://www.npmjs.com/package/n8n/v/2.41.3?activeTab=code',
  },
  {
    client: 'LibreChat',
    redirectUri: libreChatRedirect,
    identification: {
      kind: 'registration',
      body: {
        client_name: 'LibreChat MCP Client',
        redirect_uris: [libreChatRedirect],
        grant_types: grantTypes,
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    },
    source: source(
      'danny-avila/LibreChat',
      '4ae45538dc9baecdea85465314de4c9b0c5fa097',
      'packages/api/src/mcp/oauth/handler.ts',
    ),
  },
  {
    client: 'Open WebUI',
    redirectUri: openWebUiRedirect,
    identification: {
      kind: 'registration',
      body: {
        client_name: 'Open WebUI',
        redirect_uris: [openWebUiRedirect],
        grant_types: grantTypes,
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    },
    source: 'https://github.com/open-webui/open-webui/blob/main/backend/open_webui/utils/oauth.py',
  },
];

/** Documents that stand in for those of their hosts, by URL. */
export const standInDocuments: Readonly<Record<string, object>> = Object.fromEntries(
  [
    ...replayedClients.flatMap(({ client, identification }) =>
      identification.kind === 'document' && identification.redirectUris
        ? [[identification.url, client, identification.redirectUris] as const]
        : [],
    ),
    [
      'https://github.com/copilot/cli/client-metadata.json',
      'GitHub Copilot CLI',
      ['http://127.0.0.1/', 'http://127.0.0.1/callback'],
    ] as const,
  ].map(([url, client_name, redirect_uris]) => [url, { client_id: url, client_name, redirect_uris }]),
);
