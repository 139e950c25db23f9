import type { ClientProof } from './access-token.ts';
import { authenticateClient, presentsCredential } from './client-authentication.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { Platform } from '../entra-state.ts';
import type { TokenRequest } from './token-request.ts';

/** A public platform may send no credential (AADSTS700025), the Web platform must send a right one. */
export async function provePlatform(token: TokenRequest, platform: Platform): Promise<ClientProof> {
  const { request, form, application, state } = token;
  if (platform === 'web') return authenticateClient(request, form, application, state.nowMs());
  if (presentsCredential(request, form)) throw new EntraError(700025);
  return '0';
}
