/** Kinds of token endpoint errors, by the action that they require. */
export type EntraFailureKind =
  /** Another sign-in step, such as multifactor authentication. */
  | 'claims_step_up'
  | 'consent_step_up'
  | 'admin_consent_required'
  /** An enterprise application is missing from the tenant, or disabled there. */
  | 'application_missing'
  | 'not_assigned'
  | 'wrong_account'
  | 'device_step_up'
  /** Blocked by policy or risk: signing in again does not help. */
  | 'blocked'
  | 'sign_in_again'
  | 'assertion_rejected'
  | 'account_disabled'
  | 'password_expired'
  /** The connector's own secret, certificate or federated credential. For the operator to fix: never a 401. */
  | 'credential_fault'
  | 'request_fault'
  | 'wrong_cloud'
  | 'throttled'
  | 'unavailable'
  | 'loop_detected';

/** AADSTS codes by the kind of failure. `docs/entra-errors.md` is generated from this table. */
export const codesByKind: Readonly<Record<EntraFailureKind, readonly number[]>> = {
  claims_step_up: [50072, 50074, 50076, 50078, 50079, 50158],
  consent_step_up: [65001, 65004],
  admin_consent_required: [90093, 90094, 90095],
  application_missing: [50001, 70001, 500011, 500014, 650052, 650054, 700011, 700016, 7000112, 7000229],
  not_assigned: [50105],
  wrong_account: [16000, 16003, 50014, 50020, 50034, 51004, 90072, 500208],
  device_step_up: [50097, 50129, 50155, 50187, 53000, 53001, 135011, 530003],
  blocked: [
    50005, 50131, 53002, 53003, 53004, 53009, 53010, 53011, 500021, 500022, 500212, 500213, 530032, 530034,
    530035, 1000031,
  ],
  sign_in_again: [50058, 50089, 50132, 50133, 50135, 50173, 54005, 70000, 70008, 70043, 700082, 700084],
  assertion_rejected: [50013, 500131, 500133],
  account_disabled: [50053, 50057],
  password_expired: [50055, 50144],
  credential_fault: [
    50012, 70002, 70021, 700024, 700025, 700027, 700030, 700211, 700212, 700213, 1000502, 7000214, 7000215,
    7000218, 7000222, 7000274, 7000277,
  ],
  request_fault: [
    28000, 28002, 28003, 50059, 50194, 65005, 70011, 90014, 650056, 650057, 700005, 700022, 700023, 900144,
    901002, 7000114, 9002313, 9010010,
  ],
  wrong_cloud: [90002, 90038, 900382, 900432],
  throttled: [50088, 90055],
  unavailable: [50033, 50087, 80005, 90006, 90012, 90024, 90033, 90090, 90091],
  loop_detected: [50196],
};

export const kindByCode: ReadonlyMap<number, EntraFailureKind> = new Map(
  Object.entries(codesByKind).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind as EntraFailureKind] as const),
  ),
);

/** Microsoft's list of error codes, the source of every code that `otherSources` does not name. */
export const referenceUrl = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';

const federationUrl =
  'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations';
const errorPage = (code: number) => `https://login.microsoftonline.com/error?code=${code}`;

/** Sources of the codes that Microsoft's list does not contain. */
export const otherSources: Readonly<Record<number, string>> = {
  70021: federationUrl,
  700211: federationUrl,
  700212: federationUrl,
  700213: federationUrl,
  500131: 'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow',
  9010010: 'https://learn.microsoft.com/entra/agent-id/secure-mcp-server-with-entra-id',
  ...Object.fromEntries(
    [28000, 53009, 500014, 530003, 700024, 1000502, 7000214, 7000229, 7000274, 7000277].map((code) => [
      code,
      errorPage(code),
    ]),
  ),
};
