import { TokenError } from './token-rejection.ts';

const bearerCredentials = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;
const maxHeaderLength = 'Bearer '.length + 16 * 1024;

/**
 * The bearer token of a request (RFC 6750 section 2.1), or undefined where there is no `Authorization` header: that is
 * answered by a challenge without an error. Several headers arrive joined by a comma, which no token contains, so they
 * are refused with everything else that is not exactly `Bearer`, one space and a token. A token in the query is refused
 * even beside a good header, since by then it stands in logs. Bodies are not looked at: nothing here reads a token from
 * one. What the token is worth is the verifier's business.
 * @throws TokenRejection `token_in_query`, `token_too_large`, `authorization_malformed`.
 */
export function readBearer(request: Pick<Request, 'headers' | 'url'>): string | undefined {
  if (new URL(request.url).searchParams.has('access_token')) throw new TokenError('token_in_query');
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  if (header.length > maxHeaderLength) throw new TokenError('token_too_large');
  const token = bearerCredentials.exec(header)?.[1];
  if (token === undefined) throw new TokenError('authorization_malformed');
  return token;
}
