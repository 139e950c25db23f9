import { WorkerEntrypoint } from 'cloudflare:workers';
import { tokenVaultClass } from '../../../src/vault/token-vault.ts';
import type { GraphTokenRequest } from '../../../src/vault/vault-messages.ts';
import { vaultName } from '../../../src/vault/vault-name.ts';
import { upstream } from './upstream.ts';

const TokenVaultObject = tokenVaultClass({ nowMs: () => upstream.nowMs }, () => {
  if (upstream.fault !== undefined) throw new Error(upstream.fault);
  return {
    keyRing: upstream.keyRing,
    onBehalfOf: {
      exchange: async (request) => {
        upstream.exchanges.push(request);
        return await upstream.exchange(request);
      },
    },
  };
});

export class TokenVault extends TokenVaultObject {}

/** Asks a vault for whoever fetches, so that a test can hang up in the middle. */
export class Asker extends WorkerEntrypoint<{ readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault> }> {
  override async fetch(request: Request): Promise<Response> {
    const wish: GraphTokenRequest = await request.json();
    const stub = this.env.TOKEN_VAULT.getByName(vaultName(wish.tenantId, wish.objectId));
    return Response.json(await stub.graphToken(wish));
  }
}
