import { z } from 'zod';
import { listPage, readList } from '../../graph/paging.ts';
import { driveItemPath, graphPath, hostName, siteId as siteSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { requireOwnHost } from '../files/own-host.ts';
import { decodeWebUrl } from '../files/query.ts';
import type { ListPlace } from '../list-page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { formatResourceUri } from '../uri.ts';
import { openList, openListRow } from './list.ts';
import { nullishString } from '../../graph/nullish.ts';

const site = z.object({ id: z.string() });
const namedList = z.object({ id: z.string(), webUrl: nullishString });
const maxPages = 3;

/** The path of the site and the URL of the list when a link is that of a list or of a row; undefined for any other. */
export function listLink(link: URL): { readonly site: readonly string[]; readonly list: string } | undefined {
  const [, list = '', path = ''] = /^((.*?)\/Lists\/[^/]+)(?:\/|$)/i.exec(link.pathname) ?? [];
  if (list === '') return undefined;
  const names = decodeWebUrl(`${link.origin}${path}`).split('/').slice(3);
  return { site: names.filter((name) => name !== ''), list: decodeWebUrl(`${link.origin}${list}`) };
}

/**
 * Reads a list, or a row of it, by the link of a view or a form.
 * @throws AppError `not_found`, `permission_missing`
 */
export async function openListLink(
  link: URL,
  { site: names, list }: { readonly site: readonly string[]; readonly list: string },
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const { graph } = context;
  context.granted.require('sharePoint', 'Reading a list by its URL');
  await requireOwnHost(link.hostname, context);
  const host = hostName(link.hostname);
  const { id: siteId } = await graph.json({
    path: names.length === 0 ? graphPath`/sites/${host}` : graphPath`/sites/${host}:/${driveItemPath(names)}`,
    query: { $select: 'id' },
    schema: site,
  });
  const lists = await readList(
    graph,
    {
      path: graphPath`/sites/${siteSegment(siteId)}/lists`,
      query: { $select: 'id,webUrl' },
      schema: listPage(namedList),
    },
    maxPages,
  );
  const listId = lists.items.find(({ webUrl }) => isSameUrl(webUrl, list))?.id;
  if (listId === undefined) throw new AppError('not_found', 'There is no such list, or you may not open it.');
  const rowId = /^\d{1,10}$/.exec(link.searchParams.get('ID') ?? '')?.[0];
  if (rowId === undefined) {
    const resource = { kind: 'list', siteId, listId } as const;
    return { uri: formatResourceUri(resource), ...(await openList(resource, context, place)) };
  }
  const resource = { kind: 'listRow', siteId, listId, rowId } as const;
  return { uri: formatResourceUri(resource), ...(await openListRow(resource, context)) };
}

function isSameUrl(webUrl: string | null | undefined, list: string): boolean {
  const own = decodeWebUrl(webUrl).toLowerCase();
  return own === list.toLowerCase() || own.startsWith(`${list.toLowerCase()}/`);
}
