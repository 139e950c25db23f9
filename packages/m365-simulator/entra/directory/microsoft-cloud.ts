/** Constants of the global cloud. */
export const microsoftCloud = {
  /** Issuers use it on every port. */
  loginOrigin: 'https://login.microsoftonline.com',
  graphOrigin: 'https://graph.microsoft.com',
  /** The tenant of all personal accounts. */
  consumerTenantId: '9188040d-6c67-4c5b-b112-36a304b66dad',
} as const;

/** Issuer of v2 tokens of a tenant; with `{tenantid}` the template that the key document carries. */
export function formatIssuer(tenantId: string): string {
  return `${microsoftCloud.loginOrigin}/${tenantId}/v2.0`;
}
