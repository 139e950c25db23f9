import type { PageSeed, WebPartSeed } from '../../seed-data/files/page-seeds.ts';
import type { Call } from '../core/call.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { userIdentity, seconds } from '../files/drive-item-json.ts';
import { type DriveItem, itemWebUrl } from '../files/drive.ts';

/** A page as Graph writes it, without its canvas. */
export function pageJson(call: Call, page: PageSeed, item: DriveItem): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.sitePage',
    '@odata.etag': `"{${item.uniqueId.toUpperCase()}},8"`,
    description: page.description,
    eTag: `"{${item.uniqueId.toUpperCase()}},8"`,
    id: item.uniqueId,
    createdDateTime: seconds(item.createdMs),
    lastModifiedDateTime: seconds(item.modifiedMs),
    name: page.name,
    webUrl: itemWebUrl(item),
    title: page.title,
    pageLayout: page.name === 'Home.aspx' ? 'home' : 'article',
    thumbnailWebUrl: 'https://media.akamai.odsp.cdn.office.net/sitepagethumbnail.png',
    promotionKind: page.promotionKind,
    showComments: true,
    showRecommendedPages: false,
    createdBy: { user: userIdentity(call, page.author) },
    lastModifiedBy: { user: userIdentity(call, page.author) },
    parentReference: { listId: item.drive.listId, siteId: item.drive.site.collectionGuid },
    publishingState: { level: 'published', versionId: '1.0' },
    reactions: { commentCount: 1 },
    titleArea: {
      enableGradientEffect: true,
      imageWebUrl: '/_LAYOUTS/IMAGES/TITLEHEADER.JPG',
      layout: 'imageAndTitle',
      showAuthor: true,
      showPublishedDate: false,
      showTextBlockAboveTitle: false,
      textAboveTitle: '',
      textAlignment: 'left',
    },
  };
}

/** The canvas of a page. */
export function canvasJson(page: PageSeed): Record<string, unknown> {
  return {
    horizontalSections: page.sections.map((columns, section) => ({
      layout: columns.length === 1 ? 'oneColumn' : 'twoColumns',
      id: String(section + 1),
      emphasis: 'none',
      columns: columns.map((parts, column) => ({
        id: String(column + 1),
        width: 12 / columns.length,
        webparts: parts.map((part, index) => partJson(page, part, `${section}:${column}:${index}`)),
      })),
    })),
    verticalSection: page.vertical
      ? {
          emphasis: 'none',
          id: '1',
          webparts: page.vertical.map((part, index) => partJson(page, part, `v:${index}`)),
        }
      : null,
  };
}

/** All parts of a page in the order of reading. */
export function partsJson(page: PageSeed): readonly Record<string, unknown>[] {
  return [
    ...page.sections.flatMap((columns, section) =>
      columns.flatMap((parts, column) =>
        parts.map((part, index) => partJson(page, part, `${section}:${column}:${index}`)),
      ),
    ),
    ...(page.vertical ?? []).map((part, index) => partJson(page, part, `v:${index}`)),
  ];
}

function partJson(page: PageSeed, part: WebPartSeed, place: string): Record<string, unknown> {
  const id = seededGuid(`part:${page.site}:${page.name}:${place}`);
  if (part.kind === 'text')
    return { '@odata.type': '#microsoft.graph.textWebPart', id, innerHtml: part.html };
  const pairs = (list: readonly (readonly [string, string])[] | undefined) =>
    (list ?? []).map(([key, value]) => ({ key, value }));
  return {
    '@odata.type': '#microsoft.graph.standardWebPart',
    id,
    webPartType: part.type,
    data: {
      dataVersion: '2.0',
      description: part.title,
      title: part.title,
      properties: { layoutId: 'List' },
      serverProcessedContent: {
        htmlStrings: [],
        searchablePlainTexts: pairs(part.texts),
        links: pairs(part.links),
        imageSources: pairs(part.images),
      },
    },
  };
}
