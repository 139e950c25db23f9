/** What decides over who comes in, what is asked for in whose name, and where answers go, by subject. */
export const areas = {
  verifier: [
    'entra/access-token',
    'entra/access-token-claims',
    'entra/bearer',
    'entra/compact-token',
    'entra/signing-key-document',
    'entra/signing-keys',
    'entra/strict-json',
    'entra/token-claims',
    'entra/token-rejection',
    'entra/token-signature',
    'lib/base64url',
  ],
  ids: [
    'graph/continuation',
    'graph/graph-path',
    'graph/graph-url',
    'graph/path-segment',
    'lib/guid',
    'resources/exchange-id',
    'resources/resource-uri',
    'resources/shared-link',
    'resources/sharepoint-url',
    'resources/uri-variables',
  ],
  seal: [
    'lib/key-ring',
    'lib/seal-purpose',
    'lib/sealed-box',
    'lib/sealed-text',
    'vault/seal',
    'vault/vault-name',
  ],
  redirects: [
    'graph/download',
    'graph/download-hosts',
    'lib/outbound-fetch',
    'sign-in/client-identity',
    'sign-in/known-clients',
    'sign-in/redirect-uri',
    'sign-in/resource-indicator',
  ],
} as const;

export type Area = keyof typeof areas;
