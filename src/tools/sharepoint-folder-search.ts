import { z } from 'zod';
import { oneLine } from '../../packages/document-text/src/index.ts';
import { compact } from '../lib/json.ts';
import { type FolderPage, folderNames, isCalled, searchFolders } from '../m365/files/folders.ts';
import { itemPath } from '../m365/files/item.ts';
import type { DriveItem } from '../m365/files/schema.ts';
import { findSites } from '../m365/files/search-scope.ts';
import { searchOwnDrive } from '../m365/files/search.ts';
import { formatResourceUri } from '../m365/uri.ts';
import { type ToolContext, defineTool } from './define-tool.ts';
import { noResultsNote } from './notes.ts';
import { limit, name, paging, text } from './params.ts';

const input = z.strictObject({
  name: name.describe('How the name begins, word by word.'),
  site: text.optional().describe('Name or address.'),
  limit: limit(20, 10),
  ...paging,
});

type Input = Omit<z.output<typeof input>, 'cursor'>;

const item = z.object({
  uri: z.string(),
  name: z.string().optional(),
  path: z.string().optional(),
  items: z.int().optional(),
  library: z.literal(true).optional(),
});
type FolderItem = z.output<typeof item>;

const next = z.object({ offset: z.int().min(0).max(1_000_000) });

/** Search of folders and document libraries by their names. */
export const sharepointFolderSearch = defineTool({
  name: 'sharepoint_folder_search',
  title: 'Search folders',
  description:
    'Finds folders and document libraries in SharePoint and OneDrive by their names. Open a uri with read_resource to list what is in it. For files use sharepoint_search.',
  permissions: ['Sites.Read.All', 'Files.Read.All', 'Files.Read'],
  input,
  item,
  next,
  async run(input, context, resume) {
    const { granted, graph } = context;
    if (input.site !== undefined) granted.require(['Sites.Read.All'], 'Searching within a site');
    if (!granted.hasAny(['Sites.Read.All', 'Files.Read.All'])) {
      return await searchOwn(input, context, resume?.offset);
    }
    const places = input.site === undefined ? undefined : await findSites(input.site, graph);
    const from = resume?.offset ?? input.offset;
    const page = await searchFolders(graph, {
      names: folderNames(input.name),
      places,
      from,
      size: input.limit,
    });
    return {
      items: [...page.libraries.map(libraryItem), ...page.folders.map(folderItem)],
      page: {
        next: page.next === undefined ? undefined : { offset: page.next },
        note: [
          page.dropped > 0 && `${page.dropped} left out, being no folder of this name.`,
          noResultsNote({
            query: input.name,
            offset: input.offset,
            found: page.libraries.length + page.folders.length,
            resume,
            next: page.next,
          }),
        ]
          .filter(Boolean)
          .join(' '),
      },
    };
  },
});

async function searchOwn({ name, limit, offset }: Input, { graph }: ToolContext, resume: number | undefined) {
  const names = folderNames(name);
  const found = await searchOwnDrive(graph, {
    text: names.at(-1) ?? name,
    matches: (candidate) => Boolean(candidate.folder) && isCalled(candidate, names),
    limit,
    skip: resume === undefined ? offset : 0,
    offset: resume ?? 0,
  });
  return {
    items: found.items.map(folderItem),
    page: {
      next: found.next === undefined ? undefined : { offset: found.next },
      note: [
        'Only the own OneDrive was searched: neither Sites.Read.All nor Files.Read.All is granted.',
        found.isCut && 'Only the first 1,000 items found were looked through.',
      ]
        .filter(Boolean)
        .join(' '),
    },
  };
}

function folderItem({ id, name, webUrl, parentReference, folder }: DriveItem): FolderItem {
  return {
    uri: formatResourceUri({ kind: 'file', driveId: parentReference?.driveId ?? '', itemId: id }),
    ...compact({ name: oneLine(name, 160), path: itemPath(webUrl), items: folder?.childCount ?? 0 }),
  };
}

function libraryItem({ id, name, webUrl }: FolderPage['libraries'][number]): FolderItem {
  return {
    uri: formatResourceUri({ kind: 'driveRoot', driveId: id ?? '' }),
    ...compact({ name: oneLine(name, 160), path: itemPath(webUrl), library: true as const }),
  };
}
