import { z } from 'zod';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

const facet = z.object({}).nullish();

/** A column. Its type is the one facet that is present. @see https://learn.microsoft.com/graph/api/resources/columndefinition */
export const listColumn = z.object({
  name: z.string(),
  displayName: nullishString,
  hidden: nullishBoolean,
  readOnly: nullishBoolean,
  indexed: nullishBoolean,
  columnGroup: nullishString,
  text: z.object({ textType: nullishString }).nullish(),
  dateTime: z.object({ format: nullishString }).nullish(),
  number: facet,
  currency: facet,
  boolean: facet,
  calculated: facet,
  lookup: facet,
  personOrGroup: facet,
  term: facet,
});
export type ListColumn = z.output<typeof listColumn>;

/** @see https://learn.microsoft.com/graph/api/resources/list */
export const sharePointList = z.object({
  id: z.string(),
  name: nullishString,
  displayName: nullishString,
  description: nullishString,
  webUrl: nullishString,
  lastModifiedDateTime: nullishString,
  list: z.object({ hidden: nullishBoolean, template: nullishString }).nullish(),
  columns: z.array(listColumn).nullish(),
});
export type SharePointList = z.output<typeof sharePointList>;

/** @see https://learn.microsoft.com/graph/api/resources/listitem */
export const listRow = z.object({
  id: z.string(),
  webUrl: nullishString,
  lastModifiedDateTime: nullishString,
  lastModifiedBy: z.object({ user: z.object({ displayName: nullishString }).nullish() }).nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
});
export type ListRow = z.output<typeof listRow>;

/** The files of these are in drives, and found there. */
const libraryTemplates = new Set([
  'documentLibrary',
  'webPageLibrary',
  'pictureLibrary',
  'mySiteDocumentLibrary',
]);

/** Whether a list holds rows, not files, and is shown to users. */
export function isTableList(list: SharePointList): boolean {
  return list.list?.hidden !== true && !isLibrary(list);
}

/** Whether the rows of a list are files. */
export function isLibrary({ list, webUrl }: SharePointList): boolean {
  return libraryTemplates.has(list?.template ?? '') || /\/forms\//i.test(webUrl ?? '');
}
