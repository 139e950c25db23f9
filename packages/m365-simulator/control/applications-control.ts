import type { EntraState } from '../entra/entra-state.ts';
import { completeDeviceSignIn } from '../entra/token/device-login.ts';
import { apps } from '../seed-data/tenants.ts';
import { type SimulatorControl, requireUser } from './control.ts';

type ApplicationsControl = Pick<
  SimulatorControl,
  | 'completeDeviceCode'
  | 'registrations'
  | 'tenantGrants'
  | 'withdrawGraphPermission'
  | 'setReplicationDelay'
  | 'setCertificatePolicy'
>;

/** Control methods of app registrations and device codes. */
export function createApplicationsControl(state: EntraState): ApplicationsControl {
  return {
    completeDeviceCode({ userCode, user, approve = true }) {
      const { userPrincipalName } = requireUser(state.directory, user);
      completeDeviceSignIn(state, { userCode, login: userPrincipalName, approve });
    },
    registrations: () =>
      [...state.directory.registrations.values()].map(
        ({ appId, uniqueName, document, passwords, federated, owners }) => ({
          appId,
          uniqueName,
          document,
          passwordCount: passwords.length,
          federated,
          owners: [...owners],
        }),
      ),
    tenantGrants(tenantId) {
      const tenant = state.directory.tenants.get(tenantId);
      if (!tenant) throw new Error(`Unknown tenant: ${tenantId}`);
      return tenant.grants
        .filter(({ principalId }) => principalId === undefined)
        .map(({ clientId, resourceId, scopes }) => ({ clientId, resourceId, scopes: [...scopes] }));
    },
    setReplicationDelay(delayMs) {
      state.replicationDelayMs = delayMs;
    },
    setCertificatePolicy(tenantId, rejectsSelfSigned) {
      const tenant = state.directory.tenants.get(tenantId);
      if (!tenant) throw new Error(`Unknown tenant: ${tenantId}`);
      tenant.rejectsSelfSigned = rejectsSelfSigned;
    },
    withdrawGraphPermission(name) {
      const graph = state.directory.applications.get(apps.graph);
      if (graph?.offers[name] === undefined) throw new Error(`Unknown Graph permission: ${name}`);
      const offers = Object.fromEntries(Object.entries(graph.offers).filter(([offered]) => offered !== name));
      state.directory.applications.set(apps.graph, { ...graph, offers });
    },
  };
}
