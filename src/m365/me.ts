import { z } from 'zod';
import { oneLine } from 'document-text';
import { graphPath } from '../graph/path.ts';
import { areaIds, getArea, isOptionalArea } from '../tenants/areas.ts';
import { whyClosed, withoutImplied } from '../tenants/granted-permissions.ts';
import { formatPerson } from './people/person.ts';
import { readManager } from './people/relations.ts';
import type { ResourceContent, ResourceContext } from './resource.ts';
import { nullishString } from '../graph/nullish.ts';

const user = z.object({
  displayName: nullishString,
  mail: nullishString,
  userPrincipalName: nullishString,
  jobTitle: nullishString,
});

/** The signed-in user, their tenant, the granted permissions and the tools. */
export async function openMe(context: ResourceContext): Promise<ResourceContent> {
  const { graph, caller, granted, tools, disabledTools } = context;
  const [me, timeZone, manager] = await Promise.all([
    granted.has('User.Read')
      ? graph.json({
          path: graphPath`/me`,
          query: { $select: 'displayName,mail,userPrincipalName,jobTitle' },
          schema: user,
        })
      : undefined,
    context.timeZone(),
    granted.level('profiles') ? readManager('me', context) : undefined,
  ]);
  return {
    title: oneLine(me?.displayName ?? caller.name, 200),
    facts: {
      signInName: oneLine(me?.userPrincipalName ?? caller.preferredUsername, 200),
      mail: oneLine(me?.mail, 200),
      jobTitle: oneLine(me?.jobTitle, 200),
      manager: manager && formatPerson(manager),
      isGuest: caller.isGuest ? true : undefined,
      tenantId: caller.tenantId,
      objectId: caller.objectId,
      timeZone: timeZone.name,
      permissions: withoutImplied(granted.list()),
      closedAreas: Object.fromEntries(
        areaIds
          .filter((id) => granted.level(id) === undefined && !isOptionalArea(id))
          .map((id) => [getArea(id).name, whyClosed([id], granted)]),
      ),
      tools,
      toolsOff: disabledTools,
    },
  };
}
