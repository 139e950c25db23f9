import { textDocument } from '../../seed-data/documents/document.ts';
import { type FileSeed, file } from '../../seed-data/files/file-seed.ts';
import { type PageSeed, type WebPartSeed, pageSeeds } from '../../seed-data/files/page-seeds.ts';
import { htmlToText } from '../mail/html-text.ts';

/** The pages of a site as the files that they are stored as. */
export function pageFiles(site: string): readonly FileSeed[] {
  return pageSeeds
    .filter((page) => page.site === site)
    .map((page) => file(textDocument(page.name, 'text/html', pageText(page)), page.author, page.daysAgo));
}

/** Indexed text of a page. */
function pageText(page: PageSeed): string {
  const parts = [...page.sections.flat(2), ...(page.vertical ?? [])];
  return [page.title, page.description, ...parts.map(partText)].join('\n');
}

function partText(part: WebPartSeed): string {
  if (part.kind === 'text') return htmlToText(part.html);
  return [part.title, ...(part.texts ?? []).map(([, value]) => value)].join('\n');
}
