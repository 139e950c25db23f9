import type { Application, Organisation } from '../entra/directory/directory.ts';
import { userOf } from '../entra/directory/seed-directory.ts';
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

/** The part of the control that changes what the directory holds. */
export function createDirectoryControl(state: EntraState): DirectoryControl {
  function requireOrganisation(tenantId: string): Organisation {
    const organisation = state.directory.organisations.get(tenantId);
    if (!organisation) throw new Error(`There is no organisation ${tenantId}.`);
    return organisation;
  }

  function requireApplication(app: AppName): Application {
    const application = state.directory.applications.get(apps[app]);
    if (!application) throw new Error(`There is no application ${app}.`);
    return application;
  }

  function replaceGrant(
    organisation: Organisation,
    permissions: readonly string[],
    principalId?: string,
  ): void {
    organisation.grants = organisation.grants.filter(
      (grant) =>
        grant.clientId !== apps.server ||
        grant.resourceId !== apps.graph ||
        grant.principalId !== principalId,
    );
    if (permissions.length === 0) return;
    const grant = { clientId: apps.server, resourceId: apps.graph, scopes: new Set(permissions) };
    organisation.grants.push(principalId === undefined ? grant : { ...grant, principalId });
  }

  return {
    grants(tenantId) {
      const grants = requireOrganisation(tenantId).grants.filter(
        (grant) =>
          grant.clientId === apps.server &&
          grant.resourceId === apps.graph &&
          grant.principalId === undefined,
      );
      return grants.flatMap((grant) => [...grant.scopes]);
    },
    setGrants: (tenantId, permissions) => replaceGrant(requireOrganisation(tenantId), permissions),
    setUserGrants(person, permissions) {
      const user = requireUser(state.directory, person);
      const organisation = requireOrganisation(user.tenantId);
      if (permissions === null) organisation.ownGrantsOnly.delete(user.objectId);
      else organisation.ownGrantsOnly.add(user.objectId);
      replaceGrant(organisation, permissions ?? [], user.objectId);
    },
    setUserConsent(tenantId, userConsent) {
      requireOrganisation(tenantId).userConsent = userConsent;
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
      const { servicePrincipals } = requireOrganisation(user.tenantId);
      for (const app of ['server', 'client'] as const) {
        const assigned = servicePrincipals.get(apps[app])?.assigned;
        if (change.assignedTo.includes(app)) assigned?.add(user.objectId);
        else assigned?.delete(user.objectId);
      }
    },
    updateServicePrincipal({ tenantId, app, state: wanted, assignmentRequired }) {
      const organisation = requireOrganisation(tenantId);
      const appId = apps[app];
      if (wanted === 'missing') {
        organisation.servicePrincipals.delete(appId);
        organisation.grants = organisation.grants.filter(
          (grant) => grant.clientId !== appId && grant.resourceId !== appId,
        );
        return;
      }
      const principal = organisation.servicePrincipals.get(appId) ?? {
        appId,
        accountEnabled: true,
        appRoleAssignmentRequired: false,
        assigned: new Set<string>(),
      };
      organisation.servicePrincipals.set(appId, principal);
      if (wanted !== undefined) principal.accountEnabled = wanted === 'present';
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
      const { users, displayName, servicePrincipals } = requireOrganisation(tenantId);
      return Array.from({ length: count }, () => {
        const number = users.size + 1;
        const person = {
          tenantId,
          objectId: `d0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
          displayName: `Person ${number}`,
          userPrincipalName: `person${number}@${displayName.toLowerCase()}.example`,
          jobTitle: '',
          timeZone: { windows: 'UTC', iana: 'UTC' },
          sites: [],
        };
        users.set(person.objectId, userOf(person));
        for (const appId of [apps.server, apps.client])
          servicePrincipals.get(appId)?.assigned.add(person.objectId);
        return person.userPrincipalName;
      });
    },
    enableCoworkerSignIn(userPrincipalName) {
      const coworker = coworkers.find((person) => person.userPrincipalName === userPrincipalName);
      if (!coworker) throw new Error(`There is no coworker ${userPrincipalName}.`);
      const { users, servicePrincipals } = requireOrganisation(coworker.tenantId);
      users.set(coworker.objectId, userOf({ ...coworker, sites: [] }));
      for (const appId of [apps.server, apps.client])
        servicePrincipals.get(appId)?.assigned.add(coworker.objectId);
    },
    revokeSessions(person) {
      const user = requireUser(state.directory, person);
      user.signInGeneration += 1;
      user.tokensValidFromMs = state.nowMs();
    },
  };
}
