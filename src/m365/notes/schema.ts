import { z } from 'zod';
import { nullishString } from '../../graph/nullish.ts';

const named = z.object({ id: nullishString, displayName: nullishString }).nullish();
const links = z.object({ oneNoteWebUrl: z.object({ href: nullishString }).nullish() }).nullish();

/** @see https://learn.microsoft.com/graph/api/resources/onenotepage */
export const notePage = z.object({
  id: z.string(),
  title: nullishString,
  lastModifiedDateTime: nullishString,
  links,
  parentNotebook: named,
  parentSection: named,
});

/** @see https://learn.microsoft.com/graph/api/resources/onenotesection */
export const noteSection = z.object({
  id: z.string(),
  displayName: nullishString,
  parentNotebook: named,
});

/** @see https://learn.microsoft.com/graph/api/resources/notebook */
export const notebook = z.object({ id: z.string(), displayName: nullishString, links });
