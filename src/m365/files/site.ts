import { z } from 'zod';
import { oneLine } from 'document-text';
import { listPage, readList } from '../../graph/paging.ts';
import { graphPath, siteId as siteSegment } from '../../graph/path.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { getFileAccess, requireSite } from './access.ts';
import { isTableList, sharePointList } from '../lists/schema.ts';
import { joinNotes } from '../format.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { nullishString } from '../../graph/nullish.ts';

const drive = z.object({ id: z.string(), name: nullishString, webUrl: nullishString });
const page = z.object({
  id: z.string(),
  name: nullishString,
  title: nullishString,
  webUrl: nullishString,
});
const maxDrivePages = 3;
const maxSitePages = 25;

/** The document libraries, lists and pages of a site. */
export async function openSiteDrives(
  { siteId }: ResourceOf<'siteDrives'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted } = context;
  await requireSite(siteId, context, 'Listing the libraries of a site');
  const site = siteSegment(siteId);
  const [access, drives, pages, lists] = await Promise.all([
    getFileAccess(context),
    readList(
      graph,
      {
        path: graphPath`/sites/${site}/drives`,
        query: { $select: 'id,name,webUrl' },
        schema: listPage(drive),
      },
      maxDrivePages,
    ),
    granted.level('sharePoint')
      ? graph.json({
          path: graphPath`/sites/${site}/pages/microsoft.graph.sitePage`,
          query: { $select: 'id,name,title,webUrl', $top: maxSitePages },
          schema: listPage(page),
        })
      : undefined,
    granted.level('sharePoint')
      ? readList(
          graph,
          {
            path: graphPath`/sites/${site}/lists`,
            query: { $select: 'id,name,displayName,webUrl,list' },
            schema: listPage(sharePointList),
          },
          maxDrivePages,
        )
      : undefined,
  ]);
  const libraries = drives.items.filter(access.admits).map(({ id, name, webUrl }) => ({
    uri: formatResourceUri({ kind: 'driveRoot', driveId: id }),
    name: oneLine(name, 200),
    webUrl,
  }));
  const sitePages = pages?.value
    .filter(access.admits)
    .slice(0, maxSitePages)
    .map(({ id, name, title }) => ({
      uri: formatResourceUri({ kind: 'page', siteId, pageId: id }),
      name: oneLine(title ?? name, 200),
    }));
  const tables = lists?.items
    .filter((list) => isTableList(list) && access.admits(list))
    .map(({ id, name, displayName }) => ({
      uri: formatResourceUri({ kind: 'list', siteId, listId: id }),
      name: oneLine(displayName ?? name, 200),
    }));
  return {
    facts: {},
    list: { items: [...libraries, ...(tables ?? []), ...(sitePages ?? [])], page: 1, next: undefined },
    note: joinNotes([
      (drives.isCut || lists?.isCut) && 'Not all libraries and lists are listed.',
      pages?.['@odata.nextLink'] !== undefined &&
        `Only the first ${maxSitePages} pages are listed. Find others with sharepoint_search.`,
      !pages && 'Lists and pages are not listed: Sites.Read.All is not granted.',
    ]),
  };
}
