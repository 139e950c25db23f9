import { randomText } from '../../encoding/base64.ts';
import { requestText } from '../../http/request.ts';
import type { SignInContext } from '../authorize/sign-in-context.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { readTenantSegment, requireAudience } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, errorResponse, createErrorTrace } from '../errors/entra-error.ts';
import { issueTokens } from './issue-tokens.ts';
import type { TokenResponse, TokenRequest } from './token-request.ts';

/** A sign-in that was begun on one device and is responded to in a browser on another (RFC 8628). */
export interface DeviceSignIn {
  readonly userCode: string;
  readonly clientId: string;
  readonly tenant: string;
  readonly scope: string;
  readonly expiresAtMs: number;
  decision:
    | { readonly kind: 'pending' | 'declined' }
    | { readonly kind: 'approved'; readonly user: DirectoryUser; readonly context: SignInContext };
}

const lifetimeSeconds = 900;

/** Letters that are not taken for one another. */
const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ';

/**
 * `POST /{tenant}/oauth2/v2.0/devicecode`.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function deviceAuthorization(
  state: EntraState,
  request: Request,
  tenant: string,
): Promise<Response> {
  try {
    const named = readTenantSegment(state.directory, tenant);
    const form = new URLSearchParams(await requestText(request));
    const clientId = form.get('client_id');
    if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
    const scope = form.get('scope');
    if (!scope) throw new EntraError(900144, { parameter: 'scope' });
    const application = state.directory.applications.get(clientId);
    if (!application) throw new EntraError(700016, { appId: clientId, tenant });
    requireAudience(application, named);
    const deviceCode = randomText(64);
    const userCode = newUserCode();
    state.deviceSignIns.set(deviceCode, {
      userCode,
      clientId,
      tenant,
      scope,
      expiresAtMs: state.nowMs() + lifetimeSeconds * 1000,
      decision: { kind: 'pending' },
    });
    const page = `${new URL(request.url).origin}/devicelogin`;
    return Response.json({
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      expires_in: lifetimeSeconds,
      interval: 5,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    });
  } catch (error) {
    if (error instanceof EntraError) return errorResponse(error, createErrorTrace(request, state.nowMs()));
    throw error;
  }
}

/** `grant_type=urn:ietf:params:oauth:grant-type:device_code`. Only applications that are public without a redirect. */
export async function redeemDeviceCode(token: TokenRequest): Promise<TokenResponse> {
  const { state, form, application } = token;
  if (application.isFallbackPublicClient !== true) throw new EntraError(7000218);
  const code = form.get('device_code') ?? '';
  const pending = state.deviceSignIns.get(code);
  if (!pending || pending.clientId !== application.appId) throw new EntraError(70018);
  if (pending.expiresAtMs <= state.nowMs()) throw new EntraError(70020);
  const { decision } = pending;
  if (decision.kind !== 'approved') throw new EntraError(decision.kind === 'pending' ? 70016 : 70017);
  state.deviceSignIns.delete(code);
  token.logUser(decision.user);
  return issueTokens(state, {
    client: application,
    clientProof: '0',
    user: decision.user,
    context: decision.context,
    scope: pending.scope,
    platform: 'public',
  });
}

function newUserCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return [...bytes].map((byte) => userCodeLetters[byte % userCodeLetters.length]).join('');
}
