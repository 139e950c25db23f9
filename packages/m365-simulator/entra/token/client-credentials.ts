import { apps } from '../../seed-data/tenants.ts';
import { requireServicePrincipal } from '../authorize/access-rules.ts';
import { graphAppRoles } from '../directory/application-permissions.ts';
import { servicePrincipalId } from '../directory/service-principal-id.ts';
import { EntraError } from '../errors/entra-error.ts';
import { authenticateClient } from './client-authentication.ts';
import { issueApplicationGraphToken } from './graph-token.ts';
import { readScope } from './scope.ts';
import type { TokenRequest, TokenResponse } from './token-request.ts';

const lifetimeSeconds = 3599;

/**
 * `grant_type=client_credentials` for Microsoft Graph, with the app roles that were assigned to the application.
 * Throws AADSTS50059 without a tenant, 70011 for anything but `.default`, 7000229 without a service principal.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function redeemClientCredentials(token: TokenRequest): Promise<TokenResponse> {
  const { state, request, form, application, tenant } = token;
  if (!tenant) throw new EntraError(50059);
  await authenticateClient(request, form, application, state);
  const text = form.get('scope') ?? '';
  const { resource, isDefault } = readScope(state.directory, application, text, tenant.displayName);
  if (!isDefault || resource.appId !== apps.graph) throw new EntraError(70011, { scope: text });
  if (!tenant.servicePrincipals.has(application.appId)) {
    throw new EntraError(7000229, { appId: application.appId, tenant: tenant.tenantId });
  }
  requireServicePrincipal(tenant, application);
  const objectId = servicePrincipalId(tenant.tenantId, application.appId);
  const held = (tenant.servicePrincipals.get(apps.graph)?.appRoleAssignments ?? [])
    .filter(({ principalId }) => principalId === objectId)
    .map(({ appRoleId }) => appRoleId);
  const roles = Object.keys(graphAppRoles).filter((name) => held.includes(graphAppRoles[name] ?? ''));
  const caller = { tenantId: tenant.tenantId, objectId, appId: application.appId };
  return {
    token_type: 'Bearer',
    scope: '',
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: issueApplicationGraphToken(state, caller, new Set(roles), lifetimeSeconds),
  };
}
