import type { EntraFailureKind } from '../../../src/entra/aadsts-codes.ts';

export const traceId = '0d1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b';
export const correlationId = '11111111-2222-4333-8444-555555555555';
export const stepUpClaims =
  '{"access_token":{"polids":{"essential":true,"values":["5ce770ea-8690-4747-aa73-c5b3cd509cd4"]}}}';

/** An error body as Entra writes it. */
export function entraBody(code: number, error: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    error,
    error_description: `AADSTS${code}: Something happened. Trace ID: ${traceId}`,
    error_codes: [code],
    timestamp: '2026-11-24 12:00:00Z',
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...more,
  };
}

type Row = readonly [
  kind: EntraFailureKind,
  error: string,
  codes: readonly number[],
  more?: Readonly<Record<string, unknown>>,
];

const claims = { claims: stepUpClaims };
const rows: readonly Row[] = [
  ['consent_step_up', 'invalid_grant', [65001], { suberror: 'consent_required' }],
  ['consent_step_up', 'access_denied', [65004]],
  ['admin_consent_required', 'invalid_grant', [90093, 90094, 90095], { suberror: 'consent_required' }],
  ['application_missing', 'invalid_resource', [500011]],
  ['application_missing', 'unauthorized_client', [700016, 70001, 7000112]],
  ['application_missing', 'access_denied', [650052]],
  ['not_assigned', 'invalid_grant', [50105]],
  ['not_assigned', 'interaction_required', [50105]],
  ['wrong_account', 'invalid_grant', [50020, 90072, 50034, 51004, 500208, 50014]],
  ['wrong_account', 'interaction_required', [16000]],
  ['claims_step_up', 'interaction_required', [50076, 50074, 50072, 50078, 50079, 50158], claims],
  ['claims_step_up', 'invalid_grant', [50076, 50079], { ...claims, suberror: 'basic_action' }],
  ['device_step_up', 'interaction_required', [53000, 53001, 530003, 50129, 50097], claims],
  ['device_step_up', 'invalid_grant', [53000], { ...claims, suberror: 'message_only' }],
  ['blocked', 'interaction_required', [53003], { ...claims, suberror: 'message_only' }],
  ['blocked', 'access_denied', [53003, 53002, 53004, 53011, 50131, 530032, 530034, 530035]],
  ['sign_in_again', 'invalid_grant', [70043], { ...claims, suberror: 'bad_token' }],
  ['sign_in_again', 'invalid_grant', [50173, 50132, 50133, 50089, 70008, 700082, 700084, 54005]],
  ['assertion_rejected', 'invalid_grant', [50013, 500133]],
  ['account_disabled', 'invalid_grant', [50057, 50053]],
  ['password_expired', 'invalid_grant', [50055, 50144]],
  ['password_expired', 'invalid_grant', [50055], { suberror: 'user_password_expired' }],
  ['application_missing', 'invalid_resource', [50001, 500014, 650054]],
  ['application_missing', 'unauthorized_client', [700011, 7000229]],
  ['request_fault', 'invalid_request', [50194, 50059, 650056, 650057, 700005]],
  ['request_fault', 'unauthorized_client', [50194]],
  ['request_fault', 'invalid_client', [65005, 650056, 650057, 700023]],
  ['request_fault', 'invalid_grant', [7000114, 700005]],
  ['credential_fault', 'invalid_client', [50012, 70002, 700030, 700211, 700212, 700213]],
  ['blocked', 'access_denied', [500021, 500022, 500212, 500213, 53009, 53010, 50005, 1000031]],
  ['blocked', 'unauthorized_client', [53005], { suberror: 'protection_policy_required' }],
  ['device_step_up', 'interaction_required', [50155, 50187, 135011], claims],
  ['wrong_account', 'interaction_required', [16003]],
  ['sign_in_again', 'interaction_required', [50058, 50135]],
  ['sign_in_again', 'login_required', [50058]],
  ['sign_in_again', 'invalid_grant', [70000, 50135]],
  ['assertion_rejected', 'invalid_grant', [500131]],
  ['unavailable', 'server_error', [90091]],
  [
    'credential_fault',
    'invalid_client',
    [7000215, 7000222, 700027, 7000214, 7000274, 7000277, 1000502, 700024],
  ],
  ['credential_fault', 'invalid_client', [70021, 7000218, 700025]],
  ['credential_fault', 'invalid_request', [70021, 7000218]],
  ['request_fault', 'invalid_scope', [70011, 28003]],
  ['request_fault', 'invalid_request', [28000, 28002, 900144, 9002313, 90014, 700022, 901002]],
  ['request_fault', 'invalid_target', [9010010]],
  ['wrong_cloud', 'invalid_request', [90002, 90038, 900382, 900432]],
  ['loop_detected', 'invalid_grant', [50196]],
  ['loop_detected', 'interaction_required', [50196]],
  ['loop_detected', 'temporarily_unavailable', [50196]],
  ['wrong_cloud', 'invalid_client', [900382]],
  ['request_fault', 'invalid_client', [900144]],
  ['throttled', 'invalid_request', [90055]],
  ['throttled', 'temporarily_unavailable', [50088, 90055]],
  ['unavailable', 'temporarily_unavailable', [50033, 90006, 90012, 90024, 90033]],
  ['unavailable', 'server_error', [50087, 80005, 90090]],
  ['unavailable', 'invalid_grant', [50033]],
  // Codes that nobody knows: the words decide.
  ['claims_step_up', 'interaction_required', [99999]],
  ['claims_step_up', 'invalid_grant', [99999], claims],
  ['claims_step_up', 'some_new_error', [99999], claims],
  ['claims_step_up', 'invalid_grant', [99999], { suberror: 'basic_action' }],
  ['device_step_up', 'invalid_grant', [99999], { suberror: 'additional_action' }],
  ['blocked', 'interaction_required', [99999], { ...claims, suberror: 'message_only' }],
  ['blocked', 'access_denied', [99999]],
  ['consent_step_up', 'consent_required', [99999]],
  ['consent_step_up', 'invalid_grant', [99999], { suberror: 'consent_required' }],
  ['sign_in_again', 'login_required', [99999]],
  ['sign_in_again', 'bad_token', [99999]],
  ['sign_in_again', 'invalid_grant', [99999]],
  ['password_expired', 'invalid_grant', [99999], { suberror: 'user_password_expired' }],
  ['credential_fault', 'invalid_client', [99999]],
  ['application_missing', 'unauthorized_client', [99999]],
  ['request_fault', 'invalid_request', [99999]],
  ['request_fault', 'unsupported_grant_type', [99999]],
  ['application_missing', 'invalid_resource', [99999]],
  ['unavailable', 'server_error', [99999]],
  ['unavailable', 'some_new_error', [99999]],
  // A code that contradicts the words: the words decide.
  ['credential_fault', 'invalid_client', [50076, 50173], claims],
  ['claims_step_up', 'interaction_required', [7000215], claims],
  ['unavailable', 'temporarily_unavailable', [50076], claims],
];

/** Each code that is known, and words with a code that is not, with what they come to. */
export const cases = rows.flatMap(([kind, error, codes, more]) =>
  codes.map((code) => ({ kind, error, code, more })),
);
