import type { ServicePrincipal } from './settle-principal.ts';
import { assumedId } from './settle-application.ts';
import type { SetupContext } from './setup-context.ts';

interface Grant {
  readonly id: string;
  readonly resourceId: string;
  readonly scope: string;
}

/**
 * Consents for everybody in the organisation. Where there is a consent already, what it lacks may have been revoked on
 * purpose: it is granted only with `--grant`.
 * @see https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant
 */
export async function settleGrant(
  { graph, changes, options }: SetupContext,
  client: ServicePrincipal,
  resource: Pick<ServicePrincipal, 'id'>,
  wanted: readonly string[],
  says: string,
): Promise<void> {
  const grant = await findGrant(graph, client.id, resource.id);
  if (!grant) {
    const body = {
      clientId: client.id,
      consentType: 'AllPrincipals',
      resourceId: resource.id,
      scope: wanted.join(' '),
    };
    const send = () => graph.send('POST', '/oauth2PermissionGrants', body);
    await changes.make<unknown>(`consent for everybody: ${says}: ${wanted.join(', ')}`, send, undefined);
    return;
  }
  const granted = grant.scope.split(' ').filter((name) => name !== '');
  const missing = wanted.filter((name) => !granted.includes(name));
  if (missing.length > 0 && !options.grant) {
    changes.note(
      `${says}: not granted: ${missing.join(', ')}. An administrator may have revoked it; --grant grants it`,
    );
  } else if (missing.length > 0) {
    const send = () =>
      graph.send('PATCH', `/oauth2PermissionGrants/${grant.id}`, {
        scope: [...granted, ...missing].join(' '),
      });
    await changes.make<unknown>(`consent for everybody: ${says}: ${missing.join(', ')}`, send, undefined);
  }
  const more = granted.filter((name) => !wanted.includes(name));
  if (more.length > 0) changes.note(`${says}: granted, and not needed: ${more.join(', ')}`);
}

async function findGrant(
  graph: SetupContext['graph'],
  clientId: string,
  resourceId: string,
): Promise<Grant | undefined> {
  if (clientId === assumedId || resourceId === assumedId) return undefined;
  const filter = `clientId eq '${clientId}' and consentType eq 'AllPrincipals'`;
  const grants = await graph.list<Grant>(`/oauth2PermissionGrants?$filter=${encodeURIComponent(filter)}`);
  return grants.find((grant) => grant.resourceId === resourceId);
}
