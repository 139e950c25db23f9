import { expect } from 'vitest';
import { type SimulatorServer, apps } from 'm365-simulator';

const scopes = ['Application.ReadWrite.All', 'Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'];

/** Changes in the Entra admin center outside of setup. */
export interface Administrator {
  makeApplication(uniqueName: string, displayName: string): Promise<void>;
  changeApplication(uniqueName: string, body: object): Promise<void>;
  /** Deletes the tenant-wide consent of an application for Microsoft Graph. */
  revokeAll(appId: string): Promise<void>;
  deleteApplication(appId: string): Promise<void>;
  principal(appId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Removes one permission from the tenant-wide consent of an application. */
  revoke(appId: string, permission: string): Promise<void>;
  /** Users that are assigned to an application, with their roles. */
  assignmentsOf(appId: string): Promise<readonly [objectId: string, role: string | undefined][]>;
  /** Grants tenant-wide consent for the permissions of setup. */
  consentToSetup(): Promise<void>;
}

/** @param tenant simulated tenant with Patti as an administrator */
export function createAdministrator({ url, control }: SimulatorServer): Administrator {
  async function post(endpoint: string, form: Record<string, string>): Promise<Record<string, string>> {
    const body = new URLSearchParams({ client_id: apps.commandLineTools, ...form });
    const response = await fetch(`${url}/organizations/oauth2/v2.0/${endpoint}`, { method: 'POST', body });
    return (await response.json()) as Record<string, string>;
  }

  async function graph(
    method: string,
    path: string,
    body?: object,
    prefer?: string,
  ): Promise<Record<string, unknown>> {
    const scope = scopes.map((name) => `https://graph.microsoft.com/${name}`).join(' ');
    const { device_code = '', user_code = '' } = await post('devicecode', { scope });
    control.completeDeviceCode({ userCode: user_code, user: 'patti' });
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    const { access_token } = await post('token', { grant_type, device_code });
    const response = await fetch(`${url}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        ...(prefer !== undefined && { prefer }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.ok, text).toBe(true);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  const principalOf = (appId: string) => graph('GET', `/servicePrincipals(appId='${appId}')`);

  return {
    async makeApplication(uniqueName, displayName) {
      const path = `/applications(uniqueName='${uniqueName}')`;
      await graph('PATCH', path, { displayName }, 'create-if-missing');
    },
    async changeApplication(uniqueName, body) {
      await graph('PATCH', `/applications(uniqueName='${uniqueName}')`, body);
    },
    async revokeAll(appId) {
      const { id } = await principalOf(appId);
      const { value } = await graph('GET', '/oauth2PermissionGrants');
      const grants = value as readonly { id: string; clientId: string }[];
      for (const grant of grants.filter(({ clientId }) => clientId === id)) {
        await graph('DELETE', `/oauth2PermissionGrants/${grant.id}`);
      }
    },
    async deleteApplication(appId) {
      const { id } = await graph('GET', `/applications(appId='${appId}')`);
      await graph('DELETE', `/applications/${String(id)}`);
    },
    principal: principalOf,
    async revoke(appId, permission) {
      const { id } = await principalOf(appId);
      const { value } = await graph('GET', '/oauth2PermissionGrants');
      const grants = value as readonly { id: string; clientId: string; scope: string }[];
      const grant = grants.find(({ clientId }) => clientId === id);
      const kept = grant?.scope.split(' ').filter((name) => name !== permission);
      await graph('PATCH', `/oauth2PermissionGrants/${grant?.id}`, { scope: kept?.join(' ') });
    },
    async assignmentsOf(appId) {
      const { id, appRoles } = await principalOf(appId);
      const { value } = await graph('GET', `/servicePrincipals/${id}/appRoleAssignedTo`);
      const roles = appRoles as readonly { id: string; value: string }[];
      return (value as readonly { principalId: string; appRoleId: string }[]).map(
        ({ principalId, appRoleId }) => [principalId, roles.find((role) => role.id === appRoleId)?.value],
      );
    },
    async consentToSetup() {
      const { id: clientId } = await principalOf(apps.commandLineTools);
      const { id: resourceId } = await principalOf(apps.graph);
      const scope = ['User.Read', 'AppRoleAssignment.ReadWrite.All', ...scopes].join(' ');
      await graph('POST', '/oauth2PermissionGrants', {
        clientId,
        resourceId,
        consentType: 'AllPrincipals',
        scope,
      });
    },
  };
}
