/** What decides over who comes in, what is asked for in whose name, and where answers go, by subject. */
export const areas = {
  verifier: [
    'entra/access-token',
    'entra/jwt',
    'entra/signing-keys',
    'entra/token-claims',
    'entra/token-error',
    'crypto/encoding',
  ],
  ids: [
    'graph/paging',
    'graph/path',
    'graph/url',
    'lib/guid',
    'm365/exchange-id',
    'm365/uri',
    'm365/files/sharing-link',
  ],
  seal: ['crypto/key-ring', 'crypto/sealed-box', 'vault/entry', 'vault/messages'],
  redirects: [
    'graph/download',
    'lib/outbound-fetch',
    'oauth/clients',
    'oauth/client-metadata',
    'oauth/redirect-uri',
    'oauth/resource-indicator',
  ],
} as const;

export type Area = keyof typeof areas;
