import { z } from 'zod';
import { listPage } from '../graph/paging.ts';
import { graphPath, guidSegment, isValidSegment, siteId } from '../graph/path.ts';
import { searchPosition } from '../graph/search.ts';
import { AppError } from '../lib/app-error.ts';
import { hasWords } from '../lib/search-words.ts';
import { noteItem, toNoteItem } from '../m365/notes/item.ts';
import { findPages } from '../m365/notes/search.ts';
import { type ToolContext, defineTool } from './define-tool.ts';
import { anyWordNote } from './result-notes.ts';
import { limit, name, paging, resolveSearch, text, timeSpan } from './params.ts';
import { wholeListResult } from './whole-list.ts';
import { nullishString } from '../graph/nullish.ts';

const input = z
  .strictObject({
    query: text.optional().describe('Words of the title.'),
    notebook: name.optional(),
    section: name.optional(),
    team: name.optional().describe('Notebooks of a team, not the user’s.'),
    site: name.optional().describe('Notebooks of a SharePoint site.'),
    ...timeSpan,
    limit: limit(50, 20),
    ...paging,
  })
  .refine(({ team, site }) => team === undefined || site === undefined, {
    path: ['site'],
    message: 'give a team or a site, not both',
  });

const maxOwners = 5;
const named = z.object({ id: z.string(), name: nullishString, displayName: nullishString });

/** Finds pages of OneNote. */
export const noteSearch = defineTool({
  name: 'note_search',
  title: 'Search notes',
  description:
    'Finds pages of OneNote by words of the title, notebook, section and date of change, the newest first: of the user, a team or a site. The text of pages cannot be searched: read a uri with read_resource and find.',
  areas: ['notes'],
  input,
  item: noteItem,
  extra: { dates: z.string().optional() },
  next: searchPosition,
  async run(input, context, resume) {
    const ofOthers = input.team !== undefined || input.site !== undefined;
    context.granted.require('notes', 'Searching notes', ofOthers ? 'full' : 'reduced');
    const [{ userZone, dates, afterMs, beforeMs }, owners] = await Promise.all([
      resolveSearch(input, context),
      findOwners(input, context),
    ]);
    const { query, notebook, section } = input;
    const { pages, isPartial, isAnyWord } = await findPages(
      owners,
      { text: query, notebook, section, afterMs, beforeMs },
      context.graph,
    );
    const zone = await userZone;
    return wholeListResult(
      {
        items: pages.map((page) => toNoteItem(page, zone)),
        partialNote: isPartial
          ? 'Not all pages could be read: there may be more. Name a notebook or section.'
          : undefined,
      },
      {
        ...input,
        filters: [notebook, section, input.team, input.site],
        dates: dates.text,
        notes: [isAnyWord === true && pages.length > 0 ? anyWordNote : undefined],
        emptyNote:
          query === undefined
            ? undefined
            : 'Only titles were searched: Microsoft Graph does not search the text of pages. Try sharepoint_search, which finds notebooks by their text.',
      },
      resume,
    );
  },
});

/** Ids of the team or site with this name; `me` without one. @throws AppError `not_found`, `permission_missing` */
async function findOwners(
  { team, site }: { readonly team?: string | undefined; readonly site?: string | undefined },
  { graph, granted }: ToolContext,
): Promise<readonly string[]> {
  if (team === undefined && site === undefined) return ['me'];
  if (team !== undefined) granted.require('teamList', 'Finding a team by name');
  if (site !== undefined) granted.require('sharePoint', 'Finding a site by name');
  const { value } = await graph.json({
    path: site === undefined ? graphPath`/me/joinedTeams` : graphPath`/sites`,
    query:
      site === undefined
        ? { $select: 'id,displayName' }
        : { search: site, $select: 'id,name,displayName', $top: 20 },
    schema: listPage(named),
  });
  const check = site === undefined ? guidSegment : siteId;
  const owners = value
    .filter(
      ({ id, displayName }) => isValidSegment(check, id) && hasWords(displayName ?? '', site ?? team ?? ''),
    )
    .map(({ id }) => id);
  if (owners.length > 0) return owners.slice(0, maxOwners);
  throw new AppError('not_found', 'There is no team or site with this name, or you may not open it.', {
    argument: site === undefined ? 'team' : 'site',
  });
}
