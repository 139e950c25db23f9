/** The national clouds of Microsoft, each a world of its own: apps, tokens and people of one mean nothing in another. */
export type EntraCloud = 'global' | 'usgov' | 'usgov-dod' | 'china';

/** Where a cloud's services are. @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export interface CloudEndpoints {
  /** Origin of the login service: issuers are built from it whatever stand-in requests go to. */
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  /** Origin of the Entra admin centre, for links that an administrator follows. */
  readonly adminCenter: string;
  /** Audience of assertions of a federated credential. @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
  readonly tokenExchangeAudience: string;
  /** Suffixes of the hosts that `/content` redirects to. */
  readonly downloadHostSuffixes: readonly string[];
}

export const clouds: Readonly<Record<EntraCloud, CloudEndpoints>> = {
  global: {
    loginOrigin: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    adminCenter: 'https://entra.microsoft.com',
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    downloadHostSuffixes: ['.sharepoint.com', '.svc.ms', '.1drv.com', '.files.onedrive.com'],
  },
  usgov: {
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    downloadHostSuffixes: ['.sharepoint.us', '.svc.ms'],
  },
  'usgov-dod': {
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    downloadHostSuffixes: ['.sharepoint-mil.us', '.svc.ms'],
  },
  china: {
    loginOrigin: 'https://login.partner.microsoftonline.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    adminCenter: 'https://entra.microsoftonline.cn',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    downloadHostSuffixes: ['.sharepoint.cn', '.svc.ms'],
  },
};

/** The issuer of v2 access tokens of a tenant. */
export function tenantIssuer(cloud: CloudEndpoints, tenantId: string): string {
  return `${cloud.loginOrigin}/${tenantId}/v2.0`;
}

/** The tenant of personal Microsoft accounts. */
export const personalTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';
