/** Microsoft's national clouds. Applications, tokens and users of one cloud are not valid in another. */
export type EntraCloud = 'global' | 'usgov' | 'usgov-dod' | 'china';

/** Endpoints of a cloud. @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export interface CloudEndpoints {
  /** Origin of the login service. Issuers are built from it even if requests go to a simulator. */
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  /** Origin of the Entra admin center, for links on pages. */
  readonly adminCenter: string;
  /** Audience of federated credential assertions. @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
  readonly tokenExchangeAudience: string;
  /** `unsorted`: Graph rejects `$orderby` on chats and messages. `none`: there are no Teams APIs. @see https://learn.microsoft.com/graph/deployments */
  readonly teams: 'full' | 'unsorted' | 'none';
  /** Origin of links to Teams. @see https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-endpoints */
  readonly teamsOrigin: string | undefined;
  /** Suffixes of the hosts that Graph `/content` redirects to. */
  readonly downloadHostSuffixes: readonly string[];
}

export const clouds: Readonly<Record<EntraCloud, CloudEndpoints>> = {
  global: {
    loginOrigin: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    adminCenter: 'https://entra.microsoft.com',
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    teams: 'full',
    teamsOrigin: 'https://teams.microsoft.com',
    downloadHostSuffixes: ['.sharepoint.com', '.svc.ms', '.1drv.com', '.files.onedrive.com'],
  },
  usgov: {
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    teams: 'unsorted',
    teamsOrigin: 'https://gov.teams.microsoft.us',
    downloadHostSuffixes: ['.sharepoint.us', '.svc.ms'],
  },
  'usgov-dod': {
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    teams: 'unsorted',
    teamsOrigin: 'https://dod.teams.microsoft.us',
    downloadHostSuffixes: ['.sharepoint-mil.us', '.svc.ms'],
  },
  china: {
    loginOrigin: 'https://login.partner.microsoftonline.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    adminCenter: 'https://entra.microsoftonline.cn',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    teams: 'none',
    teamsOrigin: undefined,
    downloadHostSuffixes: ['.sharepoint.cn', '.svc.ms'],
  },
};

/** The `iss` of the v2 tokens of a tenant. */
export function tenantIssuer(cloud: CloudEndpoints, tenantId: string): string {
  return `${cloud.loginOrigin}/${tenantId}/v2.0`;
}

/** The tenant of personal Microsoft accounts. */
export const personalTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';
