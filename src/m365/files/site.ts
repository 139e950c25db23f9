import { z } from 'zod';
import { oneLine } from 'document-text';
import { listPage, readList } from '../../graph/paging.ts';
import { graphPath, siteId as siteSegment } from '../../graph/path.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { joinNotes } from '../format.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';

const drive = z.object({ id: z.string(), name: z.string().nullish(), webUrl: z.string().nullish() });
const page = z.object({ id: z.string(), name: z.string().nullish(), title: z.string().nullish() });
const maxDrivePages = 3;
const maxSitePages = 25;

/** The document libraries and pages of a site. */
export async function openSiteDrives(
  { siteId }: ResourceOf<'siteDrives'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  granted.require(['Sites.Read.All', 'Files.Read.All'], 'Listing the libraries of a site');
  const site = siteSegment(siteId);
  const [drives, pages] = await Promise.all([
    readList(
      graph,
      {
        path: graphPath`/sites/${site}/drives`,
        query: { $select: 'id,name,webUrl' },
        schema: listPage(drive),
      },
      maxDrivePages,
    ),
    granted.has('Sites.Read.All')
      ? graph.json({
          path: graphPath`/sites/${site}/pages/microsoft.graph.sitePage`,
          query: { $select: 'id,name,title', $top: maxSitePages },
          schema: listPage(page),
        })
      : undefined,
  ]);
  const libraries = drives.items.map(({ id, name, webUrl }) => ({
    uri: formatResourceUri({ kind: 'driveRoot', driveId: id }),
    name: oneLine(name, 200),
    webUrl,
  }));
  const sitePages = pages?.value.slice(0, maxSitePages).map(({ id, name, title }) => ({
    uri: formatResourceUri({ kind: 'page', siteId, pageId: id }),
    name: oneLine(title ?? name, 200),
  }));
  return {
    facts: {},
    list: { items: [...libraries, ...(sitePages ?? [])], page: 1, more: false },
    note: joinNotes([
      drives.isCut && 'Not all libraries are listed.',
      pages?.['@odata.nextLink'] !== undefined &&
        `Only the first ${maxSitePages} pages are listed. Find others with sharepoint_search.`,
      !pages && 'Pages are not listed: Sites.Read.All is not granted.',
    ]),
  };
}
