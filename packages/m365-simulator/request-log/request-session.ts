import { decodeJwt } from '../entra/token/jwt.ts';

/**
 * `sid` of the token that a request bears, or of the one that it exchanges: the sign-in that it goes back to. Nothing of
 * the token is checked here.
 */
export function requestSession(headers: Headers, form: URLSearchParams): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const sid = decodeJwt(bearer ?? form.get('assertion') ?? '')?.claims['sid'];
  return typeof sid === 'string' ? sid : undefined;
}
