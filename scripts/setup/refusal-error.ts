import type { OutboundResponse } from '../../src/lib/outbound-fetch.ts';
import { OperatorError } from '../operator-error.ts';

/** What to do about a refusal, by Graph's code. */
const advice: Readonly<Record<string, string>> = {
  Authorization_RequestDenied:
    'This account may not do that. Sign in as a Cloud Application Administrator, Application Administrator or Global Administrator and run the set-up again: what is done stays.',
  InvalidAuthenticationToken: 'The sign-in has expired. Run the set-up again: it goes on where it stopped.',
  CredentialInvalidLifetimeAsPerAppPolicy:
    'A policy of the organisation limits how long credentials may live. Give a shorter life with --days.',
  KeyCredentialsInvalidEndDate:
    'The certificate lives longer than is allowed. Give a shorter life with --days.',
  CredentialTypeNotAllowedAsPerAppPolicy:
    'A policy of the organisation forbids this kind of credential. Use a certificate (without --secret), or ask for an exemption.',
  Directory_QuotaExceeded:
    'The organisation, or this account, has as many objects as it may. Remove some first.',
  Request_MultipleObjectsWithSameKeyValue:
    'It exists already: somebody made it at this moment. Run the set-up again.',
};

/** The error for an answer of Graph that is not the expected one. */
export function refusalError(method: string, path: string, response: OutboundResponse): OperatorError {
  const { code, message } = readError(response.body);
  const [address] = path.split('?');
  const requestId = response.headers.get('request-id') ?? 'none';
  const facts = `${method} ${address}: ${response.status} ${code}`;
  const what = advice[code] ?? `Microsoft says: ${message}`;
  return new OperatorError(`Microsoft Graph refused ${facts} (request id ${requestId}).\n${what}`);
}

/** Microsoft's words go to the operator's terminal: on one line, and without control characters. */
function readError(body: Uint8Array): { readonly code: string; readonly message: string } {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(body)) as {
      error?: { code?: unknown; message?: unknown };
    };
    const code = typeof error?.code === 'string' && /^\w{1,80}$/.test(error.code) ? error.code : 'unknown';
    return { code, message: oneLine(typeof error?.message === 'string' ? error.message : 'nothing') };
  } catch {
    return { code: 'unreadable', message: 'nothing that can be read' };
  }
}

function oneLine(text: string): string {
  return text
    .slice(0, 400)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ');
}
