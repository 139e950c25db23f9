import type { HostileDocument } from './hostile-document.ts';
import { hostileOffice } from './hostile-office.ts';
import { hostilePages } from './hostile-pages.ts';
import { hostilePdfs } from './hostile-pdfs.ts';
import { hostileStrings } from './hostile-strings.ts';
import { wideTexts } from './wide-texts.ts';

/** Documents that are made to use up processor or memory, each in its way. */
export const hostileDocuments: readonly HostileDocument[] = [
  ...hostilePdfs,
  ...hostileOffice,
  ...hostileStrings,
  ...hostilePages,
  ...wideTexts,
];
