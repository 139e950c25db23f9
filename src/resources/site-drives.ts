import { z } from 'zod';
import { graphPath } from '../graph/graph-path.ts';
import { listPage, readList } from '../graph/paging.ts';
import { siteId as siteSegment } from '../graph/path-segment.ts';
import { oneLine } from '../text/one-line.ts';
import type { OpenedResource } from './opened-resource.ts';
import type { ResourceContext } from './resource-context.ts';
import type { ResourceOf } from './resource-templates.ts';
import { formatResourceUri } from './resource-uri.ts';

const drive = z.object({ id: z.string(), name: z.string().nullish(), webUrl: z.string().nullish() });
const mostPages = 3;

/** The document libraries of a site. */
export async function openSiteDrives(
  { siteId }: ResourceOf<'siteDrives'>,
  { graph, granted }: ResourceContext,
): Promise<OpenedResource> {
  granted.require(['Sites.Read.All', 'Files.Read.All'], 'Listing the libraries of a site');
  const request = {
    path: graphPath`/sites/${siteSegment(siteId)}/drives`,
    query: { $select: 'id,name,webUrl' },
    schema: listPage(drive),
  };
  const { items, isCut } = await readList(graph, request, mostPages);
  return {
    facts: {},
    list: {
      items: items.map(({ id, name, webUrl }) => ({
        uri: formatResourceUri({ kind: 'driveRoot', driveId: id }),
        name: oneLine(name, 200),
        webUrl,
      })),
      page: 1,
      more: false,
    },
    note: isCut ? 'There are more libraries than are listed.' : undefined,
  };
}
