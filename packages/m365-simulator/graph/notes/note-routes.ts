import type { NoteSeed } from '../../seed-data/note-seeds.ts';
import { contoso, users } from '../../seed-data/tenants.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { openSite } from '../files/site.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';

const dayMs = 86_400_000;

type Owner = (call: Call) => readonly NoteSeed[];

/** Notebooks of Megan, and of the site and the team of marketing. */
export const noteRoutes: readonly Route[] = [
  ...ownerRoutes('/me', ownNotes),
  ...ownerRoutes('/groups/{group}', groupNotes),
  ...ownerRoutes('/sites/{site}', siteNotes),
];

function ownerRoutes(base: string, notes: Owner): readonly Route[] {
  return [
    ['GET', `${base}/onenote/notebooks`, (call) => list(call, 'notebooks', notebooks(notes(call)))],
    ['GET', `${base}/onenote/sections`, (call) => list(call, 'sections', sections(notes(call)))],
    ['GET', `${base}/onenote/sections/{section}/pages`, (call) => sectionPages(call, notes(call))],
    [
      'GET',
      `${base}/onenote/pages`,
      (call) =>
        list(
          call,
          'pages',
          notes(call).map((note) => pageJson(call, note)),
        ),
    ],
    [
      'GET',
      `${base}/onenote/pages/{page}`,
      (call) => entity('pages/$entity', pageJson(call, findPage(call, notes))),
    ],
    ['GET', `${base}/onenote/pages/{page}/content`, (call) => content(findPage(call, notes))],
  ];
}

function accessDenied(): GraphError {
  return new GraphError(
    403,
    '40004',
    'The OAuth token provided does not have the necessary scopes to complete the request.',
  );
}

function notFound(): GraphError {
  return new GraphError(404, '20102', 'The specified resource ID does not exist.');
}

function ownNotes(call: Call): readonly NoteSeed[] {
  if (!hasAnyScope(call, 'Notes.Read', 'Notes.Read.All')) throw accessDenied();
  const isMegan = call.session.tenantId === contoso && call.session.objectId === users.megan.objectId;
  return isMegan ? call.tenant.notes.filter(({ owner }) => owner === 'megan') : [];
}

function groupNotes(call: Call): readonly NoteSeed[] {
  if (!hasAnyScope(call, 'Notes.Read.All')) throw accessDenied();
  const team = call.tenant.teams.teams.find(({ id }) => id === call.param('group'));
  return team ? call.tenant.notes.filter(({ owner }) => owner === 'marketing') : [];
}

function siteNotes(call: Call): readonly NoteSeed[] {
  if (!hasAnyScope(call, 'Notes.Read.All')) throw accessDenied();
  const site = openSite(call, call.param('site'));
  return call.tenant.notes.filter(({ owner }) => owner === site.key);
}

function list(call: Call, context: string, all: readonly Record<string, unknown>[]): Response {
  const { filter, top, skip } = readQueryOptions(call, 100);
  const node =
    filter === undefined ? undefined : parseFilter(filter.replaceAll(/tolower\(title\)/g, 'title'));
  const found = all.filter((item) => node === undefined || filterMatches(node, item));
  const end = skip + (top ?? 20);
  return collection(context, {
    value: found.slice(skip, end),
    ...(end < found.length && { nextLink: nextLink(call, '$skip', end) }),
  });
}

const idOf = (kind: string, ...names: readonly string[]) => `1-${seededGuid(`${kind}:${names.join(':')}`)}`;

function notebookJson({ owner, notebook }: NoteSeed): Record<string, unknown> {
  return {
    id: idOf('notebook', owner, notebook),
    displayName: notebook,
    isShared: owner !== 'megan',
    links: {
      oneNoteWebUrl: {
        href: `https://contoso.sharepoint.com/sites/${owner}/SiteAssets/${encodeURIComponent(notebook)}`,
      },
    },
  };
}

function sectionJson(note: NoteSeed): Record<string, unknown> {
  return {
    id: idOf('section', note.owner, note.notebook, note.section),
    displayName: note.section,
    parentNotebook: notebookJson(note),
  };
}

function unique(items: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  return [...new Map(items.map((item) => [item['id'], item])).values()];
}

const notebooks = (notes: readonly NoteSeed[]) => unique(notes.map(notebookJson));
const sections = (notes: readonly NoteSeed[]) => unique(notes.map(sectionJson));

function sectionPages(call: Call, notes: readonly NoteSeed[]): Response {
  const found = notes.filter((note) => sectionJson(note)['id'] === call.param('section'));
  if (found.length === 0) throw notFound();
  return list(
    call,
    'pages',
    found.map((note) => pageJson(call, note)),
  );
}

function findPage(call: Call, notes: Owner): NoteSeed {
  const found = notes(call).find(({ id }) => id === call.param('page'));
  if (!found) throw notFound();
  return found;
}

function pageJson(call: Call, note: NoteSeed): Record<string, unknown> {
  const { id, title, daysAgo } = note;
  const { parentNotebook, ...parentSection } = sectionJson(note);
  return {
    id,
    title,
    createdDateTime: new Date(call.nowMs - (daysAgo + 5) * dayMs).toISOString(),
    lastModifiedDateTime: new Date(call.nowMs - daysAgo * dayMs).toISOString(),
    level: 0,
    links: { oneNoteWebUrl: { href: `https://contoso.sharepoint.com/onenote/${id}` } },
    parentNotebook,
    parentSection,
  };
}

function content({ title, html }: NoteSeed): Response {
  return raw(
    `<html lang="en-US"><head><title>${title}</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /></head><body data-absolute-enabled="true" style="font-family:Calibri;font-size:11pt"><div style="position:absolute;left:48px;top:120px;width:624px">${html}</div></body></html>`,
    'text/html',
  );
}
