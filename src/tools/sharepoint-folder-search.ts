import { z } from 'zod';
import { type SearchPosition, repeatedNote, searchPosition } from '../graph/search.ts';
import { closedFilesNote } from '../m365/files/access.ts';
import { folderItem, toFolderItem, toLibraryItem } from '../m365/files/folder-item.ts';
import { folderNames, hasFolderName, searchFolders } from '../m365/files/folders.ts';
import { resolveSearchScope } from '../m365/files/search-scope.ts';
import { searchOwnDrive } from '../m365/files/search.ts';
import { type ToolContext, defineTool } from './define-tool.ts';
import { searchResult } from './result-notes.ts';
import { limit, name, paging, text } from './params.ts';

const input = z.strictObject({
  name: name.describe('Words of the name.'),
  site: text.optional().describe('Name or URL.'),
  limit: limit(20, 10),
  ...paging,
});

type Input = Omit<z.output<typeof input>, 'cursor'>;

/** Searches folders and document libraries by name. */
export const sharepointFolderSearch = defineTool({
  name: 'sharepoint_folder_search',
  title: 'Search folders',
  description:
    'Finds folders and document libraries in SharePoint and OneDrive by name. Read a uri with read_resource to list its content. For files use sharepoint_search.',
  areas: ['sharePoint', 'oneDrive', 'sharedOneDrive'],
  input,
  item: folderItem,
  next: searchPosition,
  async run(input, context, resume) {
    const { granted, graph } = context;
    if (!granted.level('sharePoint') && !granted.level('sharedOneDrive')) {
      if (input.site !== undefined) granted.require('sharePoint', 'Searching within a site');
      return await searchOwn(input, context, resume);
    }
    const { access, places } = await resolveSearchScope({ site: input.site }, context);
    const { libraries, folders, next, repeated, dropped } = await searchFolders(graph, {
      names: folderNames(input.name),
      places,
      from: resume ?? { offset: input.offset },
      size: input.limit,
      access,
    });
    return searchResult({
      items: [...libraries.map(toLibraryItem), ...folders.map(toFolderItem)],
      next,
      notes: [
        closedFilesNote(granted),
        repeatedNote(repeated),
        dropped > 0 && `${dropped} dropped: not a folder with this name.`,
        libraries.length + folders.length + input.offset === 0 && !resume && noFolderNote(input.name),
      ],
    });
  },
});

/** For a result without folders: where else to look. */
function noFolderNote(name: string): string {
  const reason = /\S\s+\S/.test(name)
    ? 'No results contain all of these words.'
    : 'No folder or library has a word in its name that begins with this one.';
  return `${reason} Use one word of the name. Files: sharepoint_search. Mail folders: read_resource mail:///folders/. Channels: read_resource teams:///teams/.`;
}

/** With only Files.Read: folders of the user's own OneDrive. */
async function searchOwn(
  { name, limit, offset }: Input,
  { graph, labels }: ToolContext,
  from: SearchPosition | undefined,
) {
  const names = folderNames(name);
  const found = await searchOwnDrive(graph, {
    text: names.at(-1) ?? name,
    labels,
    matches: (candidate) => Boolean(candidate.folder) && hasFolderName(candidate, names),
    limit,
    skip: offset,
    from,
  });
  return searchResult({
    items: found.items.map(toFolderItem),
    next: found.next,
    notes: [
      'Only your own OneDrive was searched: neither Sites.Read.All nor Files.Read.All is granted.',
      found.items.length + offset === 0 && from === undefined && noFolderNote(name),
      found.isCut && 'Only the first 1,000 results were checked.',
    ],
  });
}
