import { json, raw, errorResponse } from '../graph-stub.ts';
import { type Fault, html, known } from './fault.ts';

const encode = (claims: unknown) => btoa(JSON.stringify(claims));
const acrs = { access_token: { acrs: { essential: true, value: 'c1' } } };
const challenge = (claims: string) => ({
  'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${claims}"`,
});

/** Errors that are not retried. */
export const clientErrors: readonly Fault[] = [
  {
    name: '401',
    steps: [errorResponse(401, ['InvalidAuthenticationToken'])],
    code: 'sign_in_required',
    details: known,
    calls: 1,
  },
  {
    name: '401 with claims',
    steps: [errorResponse(401, ['InvalidAuthenticationToken'], challenge(encode(acrs)))],
    code: 'sign_in_required',
    details: { ...known, claims: JSON.stringify(acrs) },
    calls: 1,
  },
  {
    name: '401 with claims in base64url',
    steps: [
      errorResponse(
        401,
        ['x'],
        challenge(
          encode({ access_token: { x: '>>>???' } })
            .replaceAll('+', '-')
            .replaceAll('/', '_')
            .replaceAll('=', ''),
        ),
      ),
    ],
    code: 'sign_in_required',
    details: { ...known, claims: '{"access_token":{"x":">>>???"}}' },
  },
  {
    name: '403 with claims',
    steps: [errorResponse(403, ['accessDenied'], challenge(encode(acrs)))],
    code: 'sign_in_required',
    details: { ...known, claims: JSON.stringify(acrs) },
  },
  {
    name: '401 with claims that are no JSON',
    steps: [errorResponse(401, ['x'], challenge(btoa('{"access_token":')))],
    code: 'sign_in_required',
    details: known,
  },
  {
    name: '401 with claims that are no object',
    steps: [errorResponse(401, ['x'], challenge(btoa('["access_token"]')))],
    code: 'sign_in_required',
    details: known,
  },
  {
    name: '401 with claims of another kind',
    steps: [errorResponse(401, ['x'], challenge(encode({ redirect_uri: {} })))],
    code: 'sign_in_required',
    details: known,
  },
  {
    name: '401 with too many claims',
    steps: [errorResponse(401, ['x'], challenge(encode({ access_token: { x: 'y'.repeat(5000) } })))],
    code: 'sign_in_required',
    details: known,
  },
  {
    name: '401 with claims that are no base64',
    steps: [errorResponse(401, ['x'], challenge('!!!'))],
    code: 'sign_in_required',
    details: known,
  },
  {
    name: '401 with HTML',
    steps: [raw(html, 401, { 'content-type': 'text/html' })],
    code: 'sign_in_required',
    details: {},
  },
  {
    name: '403 of Exchange',
    steps: [errorResponse(403, ['ErrorAccessDenied'])],
    code: 'access_denied',
    details: known,
    calls: 1,
  },
  { name: '403 of SharePoint', steps: [errorResponse(403, ['accessDenied'])], code: 'access_denied' },
  {
    name: '403 of the directory',
    steps: [errorResponse(403, ['Authorization_RequestDenied'])],
    code: 'access_denied',
  },
  { name: '403 with nothing said', steps: [errorResponse(403, [''])], code: 'access_denied' },
  {
    name: '403 while transcripts are switched off',
    steps: [errorResponse(403, ['Forbidden', 'GraphAccessToTranscriptsDisabled'])],
    code: 'transcripts_disabled',
    says: 'Teams administrator',
  },
  { name: '404 of a file', steps: [errorResponse(404, ['itemNotFound'])], code: 'not_found', calls: 1 },
  { name: '404 of a message', steps: [errorResponse(404, ['ErrorItemNotFound'])], code: 'not_found' },
  {
    name: '404 with HTML',
    steps: [raw(html, 404, { 'content-type': 'text/html' })],
    code: 'not_found',
    details: {},
  },
  {
    name: '404 without a mailbox',
    steps: [errorResponse(404, ['MailboxNotEnabledForRESTAPI'])],
    code: 'mailbox_unavailable',
    says: 'no mailbox',
  },
  {
    name: '404 of an unknown mailbox',
    steps: [errorResponse(404, ['ErrorInvalidUser'])],
    code: 'mailbox_unavailable',
    says: 'address',
  },
  { name: '400', steps: [errorResponse(400, ['BadRequest'])], code: 'upstream_refused', calls: 1 },
  {
    name: '400 of a filter that is too much',
    steps: [errorResponse(400, ['InefficientFilter'])],
    code: 'invalid_argument',
    says: 'Omit one',
  },
  {
    name: '400 of an id',
    steps: [errorResponse(400, ['ErrorInvalidIdMalformed'])],
    code: 'invalid_argument',
    says: 'ids',
  },
  {
    name: '400 whose inner code says more',
    steps: [errorResponse(400, ['BadRequest', 'invalidRequest', 'ErrorInvalidIdMalformed', 'unheardOf'])],
    code: 'invalid_argument',
  },
  { name: '405', steps: [errorResponse(405, ['methodNotAllowed'])], code: 'upstream_refused' },
  {
    name: '406',
    steps: [errorResponse(406, ['notSupported', 'OfficeConversion_NotSupported'])],
    code: 'unsupported_content',
  },
  { name: '409', steps: [errorResponse(409, ['conflict'])], code: 'upstream_refused' },
  {
    name: '410',
    steps: [errorResponse(410, ['resyncRequired'])],
    code: 'invalid_cursor',
    says: 'without the cursor',
  },
  { name: '413', steps: [errorResponse(413, ['x'])], code: 'too_large' },
  { name: '423', steps: [errorResponse(423, ['locked'])], code: 'access_denied', says: 'locked' },
  {
    name: '403 for malware',
    steps: [errorResponse(403, ['accessDenied', 'malwareDetected'])],
    code: 'malware',
  },
  {
    name: 'a refusal that is nested without end',
    steps: [
      errorResponse(
        403,
        Array.from({ length: 500 }, () => 'x'),
      ),
    ],
    code: 'access_denied',
  },
  {
    name: 'a refusal whose codes are no texts',
    steps: [json({ error: { code: { x: 1 }, innerError: { code: 5, innererror: [] } } }, 404)],
    code: 'not_found',
  },
  { name: 'a refusal that is a list', steps: [json([{ error: 1 }], 404)], code: 'not_found' },
  {
    name: 'a code named like a member of every object',
    steps: [errorResponse(404, ['constructor', '__proto__'])],
    code: 'not_found',
  },
  {
    name: 'a request id that is none',
    steps: [json({ error: { code: 'x' } }, 404, { 'request-id': 'canary upstream message' })],
    code: 'not_found',
    details: {},
  },
];
