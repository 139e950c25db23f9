import type { ExtractedDocument } from '../text/extracted-document.ts';
import { htmlToText } from '../text/html.ts';
import { cleanUntrusted } from '../text/untrusted-text.ts';

/** Text that is known to be HTML, as a document: what it hides is counted. */
export function htmlDocument(source: string): ExtractedDocument {
  const { text, hidden } = htmlToText(source);
  const clean = cleanUntrusted(text);
  return {
    format: 'html',
    unit: 'text',
    sections: [clean.text],
    hidden: { ...hidden, characters: hidden.characters + clean.hiddenRemoved },
    notes: clean.text.trim() === '' ? ['There is no text.'] : [],
  };
}
