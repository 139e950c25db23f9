import { z } from 'zod';
import { oneLine } from 'document-text';
import type { Zone } from '../../time/time-zone.ts';
import { compact } from '../../lib/json.ts';
import { formatResourceUri } from '../uri.ts';

/** A page of OneNote in a list of results. */
export const noteItem = z.object({
  uri: z.string(),
  title: z.string().optional(),
  notebook: z.string().optional(),
  section: z.string().optional(),
  modified: z.string().optional(),
});

/** A page and where it is. */
export interface NotePage {
  /** `me`, or the id of a group or site. */
  readonly owner: string;
  readonly id: string;
  readonly title: string;
  readonly notebook: string;
  readonly section: string;
  /** NaN if it is not known. */
  readonly modifiedMs: number;
}

export function toNoteItem(page: NotePage, zone: Zone): z.output<typeof noteItem> {
  const { owner, id, title, notebook, section, modifiedMs } = page;
  return {
    uri: formatResourceUri({ kind: 'notePage', noteOwner: owner, noteId: id }),
    ...compact({
      title: oneLine(title, 200),
      notebook: oneLine(notebook, 100),
      section: oneLine(section, 100),
      modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
    }),
  };
}
