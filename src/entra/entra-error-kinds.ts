import type { EntraFailureKind } from './errors.ts';

const codesByKind: Readonly<Record<EntraFailureKind, readonly number[]>> = {
  claims_step_up: [50072, 50074, 50076, 50078, 50079, 50158],
  consent_step_up: [65001, 65004],
  admin_consent_required: [90093, 90094, 90095],
  application_missing: [70001, 500011, 650052, 700016, 7000112],
  not_assigned: [50105],
  wrong_account: [16000, 50014, 50020, 50034, 51004, 90072, 500208],
  device_step_up: [50097, 50129, 53000, 53001, 530003],
  blocked: [50131, 53002, 53003, 53004, 53011, 530032, 530034, 530035],
  sign_in_again: [50089, 50132, 50133, 50173, 54005, 70008, 70043, 700082, 700084],
  assertion_rejected: [50013, 500133],
  account_disabled: [50053, 50055, 50057, 50144],
  credential_fault: [
    70021, 700024, 700025, 700027, 700211, 700212, 700213, 1000502, 7000214, 7000215, 7000218, 7000222,
    7000274, 7000277,
  ],
  request_fault: [28000, 28002, 28003, 70011, 90014, 700022, 900144, 901002, 9002313, 9010010],
  wrong_cloud: [90002, 90038, 900382, 900432],
  throttled: [50088, 90055],
  unavailable: [50033, 50087, 80005, 90006, 90012, 90024, 90033, 90090],
  loop_detected: [50196],
};

/** AADSTS codes. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const kindByCode: ReadonlyMap<number, EntraFailureKind> = new Map(
  Object.entries(codesByKind).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind as EntraFailureKind] as const),
  ),
);

/**
 * What a `suberror` or `error` says by itself.
 * @see https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/msal-error-handling
 */
export const kindByWord: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['basic_action', 'claims_step_up'],
  ['additional_action', 'device_step_up'],
  ['message_only', 'blocked'],
  ['user_password_expired', 'account_disabled'],
  ['consent_required', 'consent_step_up'],
  ['bad_token', 'sign_in_again'],
  ['login_required', 'sign_in_again'],
  ['interaction_required', 'claims_step_up'],
  ['access_denied', 'blocked'],
  ['invalid_client', 'credential_fault'],
  ['unauthorized_client', 'credential_fault'],
  ['temporarily_unavailable', 'unavailable'],
  ['server_error', 'unavailable'],
]);

/** Errors that say too little: a code or a claims challenge decides before them. */
export const kindByVagueWord: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['invalid_grant', 'sign_in_again'],
  ['invalid_request', 'request_fault'],
  ['invalid_scope', 'request_fault'],
  ['invalid_target', 'request_fault'],
  ['invalid_resource', 'request_fault'],
  ['unsupported_grant_type', 'request_fault'],
]);
