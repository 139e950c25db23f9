/** One variable or secret of the connector, for people: documents, the set-up page and the deployment check derive from it. */
export interface Variable {
  readonly meaning: string;
  readonly required?: true;
  readonly secret?: true;
}

/** Every name that `src/config.ts` reads. */
export const variables = {
  PUBLIC_URL: {
    required: true,
    meaning: 'Origin of the connector, such as `https://mcp.example.com`. The only source of absolute URLs.',
  },
  SERVER_APP_ID: { required: true, meaning: 'Application (client) id of the Entra app "M365 MCP Server".' },
  CLIENT_APP_ID: { required: true, meaning: 'Application (client) id of the Entra app "M365 MCP Client".' },
  ALLOWED_TENANTS: {
    meaning: 'Tenant ids, comma-separated, or `*` for every organisation. Empty means nobody.',
  },
  ALLOWED_CLIENTS: { meaning: 'Further application ids (`azp`) whose tokens may come in, comma-separated.' },
  TRUSTED_CLIENT_METADATA: {
    meaning: 'Further URLs of OAuth client metadata documents that are trusted, comma-separated.',
  },
  ENTRA_CLOUD: { meaning: '`global` (default), `usgov`, `usgov-dod` or `china`.' },
  REGION: { meaning: 'A label for audit and health, such as `eu`.' },
  VAULT_JURISDICTION: {
    meaning: '`eu`, `us` or `fedramp`: where Durable Objects must stay. Empty means anywhere.',
  },
  ENTRA_LOGIN_URL: {
    meaning: 'Where requests to Entra go, for stand-ins. Issuers are still those of the cloud.',
  },
  GRAPH_URL: { meaning: 'Where requests to Graph go, for stand-ins.' },
  SERVER_APP_SECRET: {
    secret: true,
    meaning: 'Client secret of the server app. Either it, the certificate or the federated key.',
  },
  SERVER_APP_CERTIFICATE: { secret: true, meaning: 'PEM of certificate and PKCS#8 key of the server app.' },
  SERVER_APP_FEDERATED_KEY: {
    secret: true,
    meaning:
      'PEM of PKCS#8 keys that the connector signs with as an issuer of its own (`PUBLIC_URL/fic`), the first one; in place of a certificate.',
  },
  CLIENT_APP_SECRET: {
    secret: true,
    meaning:
      'Makes the relay a confidential client of Entra. Then a token of "M365 MCP Client" that was got past the relay is refused: `client_unproven`.',
  },
  CLIENT_APP_CERTIFICATE: { secret: true, meaning: 'The same, by certificate.' },
  ENTRA_SERVER_SECRET_EXPIRES_ON: {
    meaning:
      'Day on which `SERVER_APP_SECRET` ends, such as `2027-11-28`: a secret does not say so itself. `npm run setup` writes it; health and `/admin` warn 30 days ahead.',
  },
  ENTRA_CLIENT_SECRET_EXPIRES_ON: { meaning: 'The same for `CLIENT_APP_SECRET`.' },
  SEAL_KEYS: {
    required: true,
    secret: true,
    meaning: 'Key ring: `id:base64(32 bytes)`, comma-separated, the first one seals.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
