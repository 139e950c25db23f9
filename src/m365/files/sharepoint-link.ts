import { z } from 'zod';
import { graphPath } from '../../graph/graph-path.ts';
import { driveItemPath, hostName } from '../../graph/path.ts';
import { openDriveItem } from './drive-item.ts';
import type { OpenedResource } from '../resource.ts';
import type { ResourceContext } from '../resource-context.ts';
import type { LinkResource } from '../resource-templates.ts';
import { formatResourceUri } from '../uri.ts';
import { sitePath } from './sharing-link.ts';
import { openSiteDrives } from './site.ts';

const site = z.object({ id: z.string() });

/** A link to SharePoint or OneDrive: to a site, or to a file, folder or page in one. */
export async function openSharePointLink(
  resource: LinkResource,
  context: ResourceContext,
  page: number,
): Promise<OpenedResource> {
  const url = new URL(resource.url);
  const names = sitePath(url);
  if (!names) return await openDriveItem(resource, context, page);
  context.granted.require(['Sites.Read.All'], 'Opening a site by its address');
  const host = hostName(url.hostname);
  const { id: siteId } = await context.graph.json({
    path: names.length === 0 ? graphPath`/sites/${host}` : graphPath`/sites/${host}:/${driveItemPath(names)}`,
    query: { $select: 'id' },
    schema: site,
  });
  const uri = formatResourceUri({ kind: 'siteDrives', siteId });
  return { uri, ...(await openSiteDrives({ kind: 'siteDrives', siteId }, context)) };
}
