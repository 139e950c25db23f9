import { cleanSections } from '../../packages/document-text/src/clean-sections.ts';
import { cutNote, type ExtractedDocument } from '../../packages/document-text/src/document.ts';
import { htmlToText } from '../../packages/document-text/src/html/html.ts';

/** Text that is known to be HTML, as a document: what it hides is counted. */
export function htmlDocument(source: string): ExtractedDocument {
  const { text, hidden, notes } = htmlToText(source);
  const clean = cleanSections([text]);
  const isBlank = clean.sections.every((section) => section.trim() === '');
  return {
    format: 'html',
    unit: 'text',
    sections: clean.sections,
    hidden: { ...hidden, characters: hidden.characters + clean.hiddenRemoved },
    notes: clean.isCut || notes.length > 0 ? [cutNote] : isBlank ? ['There is no text.'] : [],
  };
}
