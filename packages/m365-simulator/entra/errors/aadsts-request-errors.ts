import type { AadstsError } from './aadsts-table.ts';

/**
 * Errors about the request: its form, the applications it names, their credentials, the grant it presents.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const aadstsRequestErrors = {
  28000: {
    error: 'invalid_request',
    text: 'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
  },
  28002: {
    error: 'invalid_scope',
    text: "Provided value for the input parameter scope '{scope}' is not valid when requesting an access token. Please specify a valid scope.",
  },
  28003: {
    error: 'invalid_scope',
    text: "Provided value for the input parameter scope can't be empty when requesting an access token using the provided authorization code.",
  },
  50011: {
    error: 'invalid_request',
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{app}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
  },
  50013: { error: 'invalid_grant', text: 'Assertion failed signature validation. [Reason - {reason}]' },
  50027: { error: 'invalid_request', text: 'JWT token is invalid or malformed.' },
  50059: {
    error: 'invalid_request',
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  50194: {
    error: 'invalid_request',
    text: "Application '{appId}'({app}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
  },
  54005: {
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  70000: { error: 'invalid_grant', text: 'Provided grant is invalid or malformed.' },
  70001: {
    error: 'unauthorized_client',
    text: "Application with identifier '{appId}' was not found in the directory '{tenant}'.",
  },
  70016: {
    error: 'authorization_pending',
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  // Microsoft documents the word `authorization_declined`; its number is a guess.
  70017: { error: 'authorization_declined', text: 'The end user denied the authorization request.' },
  70018: { error: 'bad_verification_code', text: 'Invalid verification code. Retry with a valid code.' },
  70020: {
    error: 'expired_token',
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
  70003: {
    error: 'unsupported_grant_type',
    text: "The app requested an unsupported grant type '{grantType}'.",
  },
  70005: {
    error: 'unsupported_response_type',
    text: "The provided value for the input parameter 'response_type' is not valid. Expected value is 'code'.",
  },
  70008: {
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  70011: {
    error: 'invalid_scope',
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  70021: {
    error: 'invalid_client',
    status: 401,
    text: "No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'.",
  },
  70043: {
    error: 'invalid_grant',
    suberror: 'token_expired',
    text: 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is {maximum}.',
  },
  90009: {
    error: 'invalid_request',
    text: "Application '{appId}'({app}) is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.",
  },
  90014: {
    error: 'invalid_request',
    text: "The required field '{parameter}' is missing from the credential.",
  },
  90023: { error: 'invalid_request', text: "Invalid STS request. Unsupported '{parameter}' value." },
  90100: { error: 'invalid_request', text: "The '{parameter}' parameter is empty or not valid." },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  500112: {
    error: 'invalid_client',
    text: "The reply address '{given}' does not match the reply address '{expected}' provided when requesting Authorization code.",
  },
  500131: {
    error: 'invalid_grant',
    text: "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is '{appId}' or one of the Application Uris of this application with App ID '{appId}'({app}).",
  },
  500133: {
    error: 'invalid_grant',
    text: 'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: {now}, expiry time of assertion {expiry}.',
  },
  501481: {
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  650052: {
    error: 'access_denied',
    text: "The app is trying to access a service '{resource}' that your organization '{tenant}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.",
  },
  650053: {
    error: 'invalid_client',
    text: "The application '{app}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{appId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  700021: {
    error: 'invalid_client',
    status: 401,
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  },
  700023: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion audience claim does not match Realm issuer.',
  },
  700024: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {notBefore}, expiry time of assertion {expiry}.',
  },
  700025: {
    error: 'invalid_client',
    status: 401,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}']",
  },
  700051: {
    error: 'unsupported_response_type',
    text: "response_type 'token' is not enabled for the application.",
  },
  700054: {
    error: 'unsupported_response_type',
    text: "response_type 'id_token' is not enabled for the application.",
  },
  700082: {
    error: 'invalid_grant',
    text: 'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for 90.00:00:00.',
  },
  700084: {
    error: 'invalid_grant',
    text: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.',
  },
  900144: {
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900561: {
    error: 'invalid_request',
    text: 'The endpoint only accepts POST requests. Received a {method} request.',
  },
  901002: { error: 'invalid_request', text: "The 'resource' request parameter is not supported." },
  1000502: {
    error: 'invalid_client',
    status: 401,
    text: 'The provided certificate is not within its specified validity period.',
  },
  7000229: {
    error: 'unauthorized_client',
    status: 401,
    text: 'The client application {appId} is missing service principal in the tenant {tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
  },
  7000112: { error: 'unauthorized_client', text: "Application '{appId}'({app}) is disabled." },
  7000114: {
    error: 'invalid_grant',
    text: "Application '{appId}' is not allowed to make application on-behalf-of calls.",
  },
  7000214: { error: 'invalid_client', status: 401, text: 'Certificate has been revoked.' },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{appId}'.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: 'invalid_client',
    status: 401,
    text: "The provided client secret keys for app '{appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  },
  7000274: {
    error: 'invalid_client',
    status: 401,
    text: 'The client assertion is signed with a key that has been revoked.',
  },
  7000277: { error: 'invalid_client', status: 401, text: 'The provided client credential is not accepted.' },
  9000411: {
    error: 'invalid_request',
    text: "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
  },
  9002313: { error: 'invalid_request', text: 'Invalid request. Request is malformed or invalid.' },
  9002346: {
    error: 'invalid_request',
    text: "Application '{appId}' is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.",
  },
  9010010: {
    error: 'invalid_target',
    text: "The resource parameter provided in the request doesn't match with the requested scopes.",
  },
} as const satisfies Readonly<Record<number, AadstsError>>;
