import type { Config } from './config.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { failureAdvice } from './entra/error-messages.ts';
import { vaultRefusalCause } from './mcp/vault-refusal.ts';
import { createOutboundFetch } from './lib/outbound-fetch.ts';
import { scopeName } from './entra/scope-name.ts';
import { createRelay, type Relay, type RelayServices } from './oauth/server.ts';
import { knownClientMetadata } from './oauth/known-clients.ts';
import { isGraphPermission } from './tenants/permissions.ts';
import type { Vault } from './vault/client.ts';

/** What the relay shares with the rest of the connector. */
export interface RelayComposition extends Pick<
  RelayServices,
  'verifier' | 'grants' | 'people' | 'askOrganisation' | 'loginFetch' | 'clock' | 'waitUntil'
> {
  readonly config: Config;
  readonly vault: Vault;
}

/** The relay, with the vault behind its trial exchange and the connector's words for what Entra refuses. */
export function composeRelay(parts: RelayComposition): Relay {
  const { config, vault, clock } = parts;
  const documents = new Set([...Object.keys(knownClientMetadata), ...config.trustedClientMetadata]);
  return createRelay({
    ...parts,
    settings: config,
    credential: config.clientCredential && createClientCredential(config.clientCredential, clock),
    tryExchange: async (caller, assertion, provenAtMs) => {
      const result = await vault.graphToken(caller, assertion, crypto.randomUUID(), { provenAtMs });
      if (result.ok) {
        const { scopes, toolsOff = [], permissionsOff = [] } = result;
        const granted = scopes.map(scopeName).filter(isGraphPermission);
        return { ok: true, granted, toolsOff, permissionsOff };
      }
      if (result.reason === 'exchange') return { ok: false, failure: result.failure };
      return { ok: false, refusal: vaultRefusalCause(result.reason) };
    },
    revokeAccess: (person, issuedUpToMs) => vault.revoke(person, issuedUpToMs),
    describe: ({ kind }) => failureAdvice[kind],
    documentFetch: createOutboundFetch((url) => documents.has(url.href)),
  });
}
