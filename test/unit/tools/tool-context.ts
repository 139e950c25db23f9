import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { grantedPermissions } from '../../../src/tenants/granted-permissions.ts';
import { externalByDomains } from '../../../src/m365/addresses.ts';
import { createLabelAccess } from '../../../src/m365/labels.ts';
import { createZone } from '../../../src/time/time-zone.ts';
import type { ToolContext } from '../../../src/tools/define-tool.ts';
import { type FakeResponse, type FakeGraph, fakeGraph } from './fake-graph.ts';

/** Tuesday 24 November 2026, 10:00 in Warsaw. */
export const nowMs = Date.UTC(2026, 10, 24, 9);

/** Megan Bowen of Contoso, in Warsaw, with the permissions given. */
export function toolContext(
  answer: FakeResponse,
  scopes: readonly string[] = [
    'User.Read',
    'Mail.Read',
    'Mail.Read.Shared',
    'Files.Read.All',
    'Sites.Read.All',
  ],
): ToolContext & { readonly graph: FakeGraph } {
  const caller = {
    tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
    objectId: 'a0000000-0000-4000-8000-000000000001',
    isGuest: false,
    preferredUsername: 'megan@contoso.example',
    name: 'Megan Bowen',
  } as unknown as VerifiedCaller;
  return {
    graph: fakeGraph(answer),
    signal: new AbortController().signal,
    clock: { nowMs: () => nowMs },
    caller,
    canSortChats: true,
    teamsOrigin: 'https://teams.microsoft.com',
    granted: grantedPermissions(scopes),
    timeZone: async () => createZone('Europe/Warsaw'),
    isExternal: async () => externalByDomains(undefined, caller),
    tenantDomains: async () => new Set(['contoso.example', 'contoso.onmicrosoft.com']),
    furtherHosts: new Set(),
    toolOffBy: () => undefined,
    labels: createLabelAccess(caller.tenantId),
  };
}
