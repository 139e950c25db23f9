import { applicationPath, assumedId } from './settle-application.ts';
import type { SetupContext } from './setup-context.ts';

/** Whoever sets up owns the registrations, so that somebody is told when a credential expires. */
export async function settleOwner(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  application: { readonly id: string; readonly displayName: string },
  me: { readonly id: string; readonly userPrincipalName: string },
): Promise<void> {
  const path = `${applicationPath(uniqueName)}/owners`;
  const owners =
    application.id === assumedId ? [] : await graph.list<{ readonly id: string }>(`${path}?$select=id`);
  // One is enough: who runs a check, or runs the set-up later, does not become an owner by it.
  if (owners.length > 0) return;
  const reference = { '@odata.id': `${options.cloud.graphOrigin}/v1.0/directoryObjects/${me.id}` };
  const send = () => graph.send('POST', `${path}/$ref`, reference);
  await changes.make<unknown>(`owner ${me.userPrincipalName}`, send, undefined);
}
