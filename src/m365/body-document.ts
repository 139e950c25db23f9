import type { z } from 'zod';
import type { itemBody } from './item-body.ts';
import { cleanSections } from '../../packages/document-text/src/clean-sections.ts';
import { cutNote, type ExtractedDocument, nothingHidden } from '../../packages/document-text/src/document.ts';
import { htmlDocument } from './html-document.ts';

/**
 * The body of a mail or event. Graph gives HTML where nothing else is asked for, but says of itself what it gives: lines
 * and angle brackets of a plain text are what they are.
 */
export function bodyDocument(body: z.output<typeof itemBody>): ExtractedDocument {
  const content = body?.content ?? '';
  if (body?.contentType !== 'text' || content.trim() === '') return htmlDocument(content);
  const clean = cleanSections([content.replaceAll(/\r\n?/g, '\n')]);
  return {
    format: 'text',
    unit: 'text',
    sections: clean.sections,
    hidden: { ...nothingHidden, characters: clean.hiddenRemoved },
    notes: clean.isCut ? [cutNote] : [],
  };
}
