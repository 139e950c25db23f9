import type { AadstsError } from './aadsts-table.ts';

/**
 * Errors about the user: account, assignment, consent, Conditional Access.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const aadstsUserErrors = {
  16000: {
    error: 'interaction_required',
    text: "User account '{user}' from identity provider does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant.",
  },
  50014: {
    error: 'invalid_grant',
    text: "The user's redemption is in a pending state. The guest user account isn't fully created yet.",
  },
  50020: {
    error: 'invalid_grant',
    text: "User account '{user}' from identity provider 'https://sts.windows.net/{home}/' does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
  },
  50034: {
    error: 'invalid_grant',
    text: 'The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  },
  50053: {
    error: 'invalid_grant',
    text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  },
  50055: { error: 'invalid_grant', suberror: 'user_password_expired', text: 'The password is expired.' },
  50057: { error: 'invalid_grant', text: 'The user account is disabled.' },
  50058: { error: 'login_required', text: 'A silent sign-in request was sent but no user is signed in.' },
  50072: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
  },
  50074: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: 'Strong Authentication is required.',
  },
  50076: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
  },
  50078: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.",
  },
  50079: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
  },
  50089: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'Authentication failed due to flow token expired.',
  },
  50097: { error: 'interaction_required', text: 'Device authentication is required.' },
  50105: {
    error: 'invalid_grant',
    text: "Your administrator has configured the application {app} ('{appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
  },
  50129: {
    error: 'interaction_required',
    text: 'Device is not workplace joined. Workplace join is required to register the device.',
  },
  50131: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Device is not in required device state, or the request was blocked due to suspicious activity, access policy, or security policy decisions.',
  },
  50132: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The session is not valid due to password expiration or recent password change.',
  },
  50133: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The session is not valid due to password expiration or recent password change.',
  },
  50144: { error: 'invalid_grant', text: "The user's Active Directory password has expired." },
  50158: {
    error: 'interaction_required',
    suberror: 'additional_action',
    text: 'External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.',
  },
  50173: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  },
  51004: {
    error: 'invalid_grant',
    text: "The user account {user} doesn't exist in the {tenant} directory. To sign into this application, the account must be added to the directory.",
  },
  53000: {
    error: 'interaction_required',
    text: 'Your device is required to be compliant to access this resource.',
  },
  53001: {
    error: 'interaction_required',
    text: 'Your device is required to be domain joined to access this resource.',
  },
  53002: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'The application used is not an approved application for Conditional Access.',
  },
  53003: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  53004: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: 'User needs to complete the multi-factor authentication registration process before accessing this content. User should register for multi-factor authentication.',
  },
  53011: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'User blocked due to risk on home tenant.',
  },
  65001: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: "The user or administrator has not consented to use the application with ID '{appId}' named '{app}'. Send an interactive authorization request for this user and resource.",
  },
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  90072: {
    error: 'invalid_grant',
    text: "User account '{user}' from identity provider does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first.",
  },
  90093: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact one of your organization's administrators.",
  },
  90094: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: 'The grant requires administrator permission. Ask your administrator to give permission to this application before you can use it.',
  },
  90095: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: 'Admin consent is required. Requesting approval is possible in the admin consent request experience.',
  },
  500208: { error: 'invalid_grant', text: 'The domain is not a valid login domain for the account type.' },
  530003: {
    error: 'interaction_required',
    text: 'Your device is required to be managed to access this resource.',
  },
  530032: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'The access has been blocked by a security policy of the tenant.',
  },
  530034: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.',
  },
  530035: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Access has been blocked by security defaults.',
  },
} as const satisfies Readonly<Record<number, AadstsError>>;
