/** A cloud of Microsoft. Tokens of one are not valid in another. @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export type CloudName = 'global' | 'usgov' | 'usgov-dod' | 'china';

/** Origins of the login service. Issuers use them on every port. */
export const loginOrigins: Readonly<Record<CloudName, string>> = {
  global: 'https://login.microsoftonline.com',
  usgov: 'https://login.microsoftonline.us',
  'usgov-dod': 'https://login.microsoftonline.us',
  china: 'https://login.partner.microsoftonline.cn',
};

/** Origins of Microsoft Graph. */
export const graphOrigins: Readonly<Record<CloudName, string>> = {
  global: 'https://graph.microsoft.com',
  usgov: 'https://graph.microsoft.us',
  'usgov-dod': 'https://dod-graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
};

/** The tenant of all personal accounts. */
export const consumerTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Issuer of v2 tokens of a tenant; with `{tenantid}` the template that the key document carries. */
export function formatIssuer(cloud: CloudName, tenantId: string): string {
  return `${loginOrigins[cloud]}/${tenantId}/v2.0`;
}
