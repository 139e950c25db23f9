import { z } from 'zod';

const named = z.object({ id: z.string().nullish(), displayName: z.string().nullish() }).nullish();
const links = z.object({ oneNoteWebUrl: z.object({ href: z.string().nullish() }).nullish() }).nullish();

/** @see https://learn.microsoft.com/graph/api/resources/onenotepage */
export const notePage = z.object({
  id: z.string(),
  title: z.string().nullish(),
  lastModifiedDateTime: z.string().nullish(),
  links,
  parentNotebook: named,
  parentSection: named,
});

/** @see https://learn.microsoft.com/graph/api/resources/onenotesection */
export const noteSection = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  parentNotebook: named,
});

/** @see https://learn.microsoft.com/graph/api/resources/notebook */
export const notebook = z.object({ id: z.string(), displayName: z.string().nullish(), links });
