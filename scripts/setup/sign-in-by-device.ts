import { postForm, type SignInOptions, signInRefused, type TokenAnswer } from './login-service.ts';

interface DeviceCode {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly expires_in: number;
  readonly interval: number;
}

/**
 * Signs an administrator in with a code that is typed into a browser on any machine (RFC 8628).
 * @returns an access token for Graph
 * @throws OperatorError where the person declines, may not consent, or the code expires
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function signInByDevice(options: SignInOptions): Promise<string> {
  const { clientId, scope, wait, print } = options;
  const code = await postForm<DeviceCode & TokenAnswer>(options, 'devicecode', {
    client_id: clientId,
    scope,
  });
  if (code.device_code === undefined) throw signInRefused(code);
  print(
    `Open ${code.verification_uri} in a browser, enter ${code.user_code} and sign in as an administrator.`,
  );
  let intervalSeconds = code.interval;
  for (let waited = 0; waited <= code.expires_in; waited += intervalSeconds) {
    await wait(intervalSeconds * 1000);
    const answer = await postForm<TokenAnswer>(options, 'token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: clientId,
      device_code: code.device_code,
    });
    if (answer.access_token !== undefined) return answer.access_token;
    if (answer.error === 'slow_down') intervalSeconds += 5;
    else if (answer.error !== 'authorization_pending') throw signInRefused(answer);
  }
  throw signInRefused({ error: 'expired_token' });
}
