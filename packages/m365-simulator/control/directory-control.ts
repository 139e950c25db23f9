import type { Application, Tenant } from '../entra/directory/directory.ts';
import { createDirectoryUser } from '../entra/directory/seed-directory.ts';
import type { EntraState } from '../entra/entra-state.ts';
import { readCertificate } from '../entra/token/certificate.ts';
import { coworkers } from '../seed-data/coworkers.ts';
import { apps } from '../seed-data/tenants.ts';
import { type AppName, type SimulatorControl, requireUser } from './control.ts';

type DirectoryControl = Pick<
  SimulatorControl,
  | 'grants'
  | 'setGrants'
  | 'setUserGrants'
  | 'setUserConsent'
  | 'setConditionalAccess'
  | 'forceError'
  | 'updateUser'
  | 'updateServicePrincipal'
  | 'updateApplication'
  | 'addUsers'
  | 'enableCoworkerSignIn'
  | 'revokeSessions'
>;

/** Control methods of the directory. */
export function createDirectoryControl(state: EntraState): DirectoryControl {
  function requireTenant(tenantId: string): Tenant {
    const tenant = state.directory.tenants.get(tenantId);
    if (!tenant) throw new Error(`Unknown tenant: ${tenantId}`);
    return tenant;
  }

  function requireApplication(app: AppName): Application {
    const application = state.directory.applications.get(apps[app]);
    if (!application) throw new Error(`Unknown application: ${app}`);
    return application;
  }

  function replaceGrant(tenant: Tenant, permissions: readonly string[], principalId?: string): void {
    tenant.grants = tenant.grants.filter(
      (grant) =>
        grant.clientId !== apps.server ||
        grant.resourceId !== apps.graph ||
        grant.principalId !== principalId,
    );
    if (permissions.length === 0) return;
    const grant = { clientId: apps.server, resourceId: apps.graph, scopes: new Set(permissions) };
    tenant.grants.push(principalId === undefined ? grant : { ...grant, principalId });
  }

  return {
    grants(tenantId) {
      const grants = requireTenant(tenantId).grants.filter(
        (grant) =>
          grant.clientId === apps.server &&
          grant.resourceId === apps.graph &&
          grant.principalId === undefined,
      );
      return grants.flatMap((grant) => [...grant.scopes]);
    },
    setGrants: (tenantId, permissions) => replaceGrant(requireTenant(tenantId), permissions),
    setUserGrants(userReference, permissions) {
      const user = requireUser(state.directory, userReference);
      const tenant = requireTenant(user.tenantId);
      if (permissions === null) tenant.usersWithOwnGrants.delete(user.objectId);
      else tenant.usersWithOwnGrants.add(user.objectId);
      replaceGrant(tenant, permissions ?? [], user.objectId);
    },
    setUserConsent(tenantId, userConsent) {
      requireTenant(tenantId).userConsent = userConsent;
    },
    setConditionalAccess(policies) {
      state.policies = policies.map(({ resource, users, ...policy }) => ({
        ...policy,
        id: crypto.randomUUID(),
        resourceId: apps[resource ?? 'graph'],
        ...(users && { objectIds: users.map((name) => requireUser(state.directory, name).objectId) }),
      }));
      return state.policies.map((policy) => policy.id);
    },
    forceError({ at, code, user, claims, times }) {
      state.forcedErrors.push({
        at,
        code,
        remaining: times ?? 1,
        ...(user !== undefined && { user: requireUser(state.directory, user) }),
        ...(claims !== undefined && { claims }),
      });
    },
    updateUser(name, change) {
      const user = requireUser(state.directory, name);
      if (change.enabled !== undefined) user.accountEnabled = change.enabled;
      if (change.compliantDevice !== undefined) user.compliantDevice = change.compliantDevice;
      if (change.directoryRoles !== undefined) user.directoryRoles = change.directoryRoles;
      if (change.appRoles !== undefined) user.appRoles = change.appRoles;
      if (change.assignedTo === undefined) return;
      const { servicePrincipals } = requireTenant(user.tenantId);
      for (const app of ['server', 'client'] as const) {
        const assigned = servicePrincipals.get(apps[app])?.assigned;
        if (change.assignedTo.includes(app)) assigned?.add(user.objectId);
        else assigned?.delete(user.objectId);
      }
    },
    updateServicePrincipal({ tenantId, app, state: newState, assignmentRequired }) {
      const tenant = requireTenant(tenantId);
      const appId = apps[app];
      if (newState === 'missing') {
        tenant.servicePrincipals.delete(appId);
        tenant.grants = tenant.grants.filter(
          (grant) => grant.clientId !== appId && grant.resourceId !== appId,
        );
        return;
      }
      const principal = tenant.servicePrincipals.get(appId) ?? {
        appId,
        accountEnabled: true,
        appRoleAssignmentRequired: false,
        assigned: new Set<string>(),
      };
      tenant.servicePrincipals.set(appId, principal);
      if (newState !== undefined) principal.accountEnabled = newState === 'present';
      if (assignmentRequired !== undefined) principal.appRoleAssignmentRequired = assignmentRequired;
    },
    async updateApplication({ app, secrets, certificates, ...rest }) {
      const application = requireApplication(app);
      Object.assign(application, rest);
      if (secrets) {
        application.passwordCredentials = secrets.map(({ secretText, endMs }) => ({
          secretText,
          endMs: endMs ?? Number.POSITIVE_INFINITY,
        }));
      }
      if (certificates) application.keyCredentials = await Promise.all(certificates.map(readCertificate));
    },
    addUsers(tenantId, count) {
      const { users, displayName, servicePrincipals } = requireTenant(tenantId);
      return Array.from({ length: count }, () => {
        const number = users.size + 1;
        const userReference = {
          tenantId,
          objectId: `d0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
          displayName: `Person ${number}`,
          userPrincipalName: `person${number}@${displayName.toLowerCase()}.example`,
          jobTitle: '',
          timeZone: { windows: 'UTC', iana: 'UTC' },
          sites: [],
        };
        users.set(userReference.objectId, createDirectoryUser(userReference));
        for (const appId of [apps.server, apps.client])
          servicePrincipals.get(appId)?.assigned.add(userReference.objectId);
        return userReference.userPrincipalName;
      });
    },
    enableCoworkerSignIn(userPrincipalName) {
      const coworker = coworkers.find(
        (userReference) => userReference.userPrincipalName === userPrincipalName,
      );
      if (!coworker) throw new Error(`Unknown coworker: ${userPrincipalName}`);
      const { users, servicePrincipals } = requireTenant(coworker.tenantId);
      users.set(coworker.objectId, createDirectoryUser({ ...coworker, sites: [] }));
      for (const appId of [apps.server, apps.client])
        servicePrincipals.get(appId)?.assigned.add(coworker.objectId);
    },
    revokeSessions(userReference) {
      const user = requireUser(state.directory, userReference);
      user.signInGeneration += 1;
      user.tokensValidFromMs = state.nowMs();
    },
  };
}
