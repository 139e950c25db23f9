/** A variable or secret of the connector. The documentation and the deployment check are generated from this. */
export interface Variable {
  readonly meaning: string;
  readonly required?: true;
  readonly secret?: true;
}

/** All variables that `src/config.ts` reads. */
export const variables = {
  PUBLIC_URL: {
    required: true,
    meaning: 'Origin of the connector, such as `https://mcp.example.com`. The base of all absolute URLs.',
  },
  SERVER_APP_ID: { required: true, meaning: 'Application (client) id of the Entra app "M365 MCP Server".' },
  CLIENT_APP_ID: { required: true, meaning: 'Application (client) id of the Entra app "M365 MCP Client".' },
  ALLOWED_TENANTS: {
    meaning: 'Tenant ids, comma-separated, or `*` for all. Empty: no tenant is allowed.',
  },
  ALLOWED_CLIENTS: {
    meaning: 'Further application ids (`azp`) whose access tokens are accepted, comma-separated.',
  },
  TRUSTED_CLIENT_METADATA: {
    meaning:
      'Further URLs of OAuth client metadata documents that may have redirect URIs on the web, comma-separated. Documents of other hosts may redirect to loopback only.',
  },
  TRUSTED_REDIRECT_URIS: {
    meaning:
      'Exact redirect URIs of further clients, such as a self-hosted n8n or LibreChat, comma-separated. For registered clients and the configured client id.',
  },
  ALLOWED_CLIENT_METADATA: {
    meaning:
      'If set, only these client metadata documents are accepted: URLs or host names, comma-separated. Empty: all.',
  },
  ALLOWED_REDIRECT_HOSTS: {
    meaning:
      'If set, codes are sent to these hosts only, comma-separated: host names, `localhost` for programs on the user’s device, `scheme://host` for a custom scheme. Empty: all that are otherwise allowed.',
  },
  CLIENT_REGISTRATION: {
    meaning:
      '`off` disables dynamic client registration; clients that registered before are rejected as well. Default: `on`.',
  },
  ADMIN_NETWORK_RULE: {
    meaning:
      '`off` lets administrators sign in to `/admin` from any network, to correct a network rule that locks them out. Default: `on`.',
  },
  BLOCKED_MCP_CLIENTS: {
    meaning:
      'Clients that are rejected, comma-separated: a client id, or `mcpClient` of an audit event. Applies to new sign-ins, to every token refresh and to every request.',
  },
  ENTRA_CLOUD: { meaning: '`global` (default), `usgov`, `usgov-dod` or `china`.' },
  SHAREPOINT_HOSTS: {
    meaning:
      'Further SharePoint hosts whose links `read_resource` opens, comma-separated, or `*` for all. Empty: those of the user’s own organization.',
  },
  SECURITY_CONTACT: {
    meaning:
      'Where to report a vulnerability of this deployment, comma-separated: `mailto:security@example.com`, or a URL. Shown in `/.well-known/security.txt`, which does not exist without it.',
  },
  REGION: { meaning: 'A label for audit events and health checks, such as `eu`.' },
  VAULT_JURISDICTION: {
    meaning: '`eu`, `us` or `fedramp`: jurisdiction of the Durable Objects. Empty: none.',
  },
  LOCATION_HINT: {
    meaning:
      'Where new Durable Objects are created, if there is no jurisdiction: `wnam`, `enam`, `sam`, `weur`, `eeur`, `apac`, `oc`, `afr` or `me`. Empty: near the first request.',
  },
  ENTRA_LOGIN_URL: {
    meaning: 'Origin of Entra requests, for a simulator. Token issuers are still those of the cloud.',
  },
  GRAPH_URL: { meaning: 'Origin of Graph requests, for a simulator.' },
  SERVER_APP_SECRET: {
    secret: true,
    meaning: 'Client secret of the server app. Set exactly one of secret, certificate and federated key.',
  },
  SERVER_APP_CERTIFICATE: { secret: true, meaning: 'PEM of certificate and PKCS#8 key of the server app.' },
  SERVER_APP_FEDERATED_KEY: {
    secret: true,
    meaning:
      'PEM of PKCS#8 keys for workload identity federation with the issuer `PUBLIC_URL/fic`. The first key signs.',
  },
  CLIENT_APP_SECRET: {
    secret: true,
    meaning:
      'Makes the connector a confidential client of Entra. Tokens of "M365 MCP Client" that were obtained without this credential are then rejected: `client_unproven`.',
  },
  CLIENT_APP_CERTIFICATE: {
    secret: true,
    meaning: 'The same, with a certificate (PEM of certificate and PKCS#8 key).',
  },
  ENTRA_SERVER_SECRET_EXPIRES_ON: {
    meaning:
      'Expiry date of `SERVER_APP_SECRET`, such as `2027-11-28`. `npm run setup` sets it; `/healthz` with `HEALTH_KEY`, and `/admin` of a connector with one tenant, warn 30 days before.',
  },
  ENTRA_CLIENT_SECRET_EXPIRES_ON: { meaning: 'The same for `CLIENT_APP_SECRET`.' },
  HEALTH_KEY: {
    secret: true,
    meaning:
      'At least 32 random characters. `/healthz` with `Authorization: Bearer` and this key reports credentials that expire soon. Empty: nobody sees them there.',
  },
  SEAL_KEYS: {
    required: true,
    secret: true,
    meaning: 'Key ring: `id:base64(32 bytes)`, comma-separated. The first key seals.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
