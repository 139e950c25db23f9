import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath, guidSegment, siteId as siteSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { htmlDocument } from '../content.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { getFileAccess, requireSite } from './access.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { nullishString } from '../../graph/nullish.ts';

const keyed = z.array(z.object({ value: nullishString })).nullish();
const webPart = z.object({
  innerHtml: nullishString,
  data: z
    .object({
      title: nullishString,
      serverProcessedContent: z
        .object({ htmlStrings: keyed, searchablePlainTexts: keyed, links: keyed })
        .nullish(),
    })
    .nullish(),
});
type WebPart = z.output<typeof webPart>;

const person = z.object({ user: z.object({ displayName: nullishString }).nullish() }).nullish();
const webParts = z.array(webPart).nullish();
const page = z.object({
  title: nullishString,
  name: nullishString,
  description: nullishString,
  webUrl: nullishString,
  lastModifiedDateTime: nullishString,
  createdBy: person,
  lastModifiedBy: person,
  canvasLayout: z
    .object({
      horizontalSections: z
        .array(z.object({ columns: z.array(z.object({ webparts: webParts })).nullish() }))
        .nullish(),
      verticalSection: z.object({ webparts: webParts }).nullish(),
    })
    .nullish(),
});

/** A modern SharePoint page: text of its web parts in reading order, vertical section last. */
export async function openSitePage(
  { siteId, pageId }: ResourceOf<'page'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted, timeZone } = context;
  granted.require('sharePoint', 'Reading pages');
  await requireSite(siteId, context, 'Reading pages');
  const [zone, access, found] = await Promise.all([
    timeZone(),
    getFileAccess(context),
    readPage(siteId, pageId, graph),
  ]);
  access.require(found);
  const { horizontalSections, verticalSection } = found.canvasLayout ?? {};
  const columns = horizontalSections?.flatMap((section) => section.columns ?? []) ?? [];
  const parts = [...columns, verticalSection].flatMap((column) => column?.webparts ?? []);
  const modifiedMs = Date.parse(found.lastModifiedDateTime ?? '');
  return {
    title: oneLine(found.title ?? found.name, 300),
    facts: {
      site: formatResourceUri({ kind: 'siteDrives', siteId }),
      description: oneLine(found.description, 300),
      author: oneLine(found.createdBy?.user?.displayName, 100),
      modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
      modifiedBy: oneLine(found.lastModifiedBy?.user?.displayName, 100),
      webUrl: found.webUrl,
    },
    ...(found.canvasLayout === undefined
      ? { note: 'The text of this page cannot be read through Microsoft Graph. Open it by its link.' }
      : { document: htmlDocument(parts.map(toHtml).join('\n')) }),
  };
}

/**
 * A page with its web parts. For some pages SharePoint lastingly fails to return them: then `canvasLayout` is undefined.
 * @see https://github.com/SharePoint/sp-dev-docs/issues/9465
 */
async function readPage(siteId: string, pageId: string, graph: GraphClient): Promise<z.output<typeof page>> {
  const request = {
    path: graphPath`/sites/${siteSegment(siteId)}/pages/${guidSegment(pageId)}/microsoft.graph.sitePage`,
    schema: page,
  };
  try {
    const found = await graph.json({ ...request, query: { $expand: 'canvasLayout' } });
    return { ...found, canvasLayout: found.canvasLayout ?? {} };
  } catch (error) {
    const isLasting =
      error instanceof AppError &&
      (error.code === 'upstream_unavailable' || error.code === 'upstream_refused');
    if (!isLasting) throw error;
    // An outage fails here too.
    return { ...(await graph.json(request)), canvasLayout: undefined };
  }
}

/** A text web part is HTML; for all others SharePoint returns their readable texts. */
function toHtml({ innerHtml, data }: WebPart): string {
  const { htmlStrings, searchablePlainTexts, links } = data?.serverProcessedContent ?? {};
  const texts = [{ value: data?.title }, ...(searchablePlainTexts ?? []), ...(links ?? [])];
  return [
    `<div>${innerHtml ?? ''}</div>`,
    ...(htmlStrings ?? []).map(({ value }) => `<div>${value ?? ''}</div>`),
    ...texts.map(({ value }) => (value ? `<p>${escapeHtml(value)}</p>` : '')),
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
