import { cleanUntrusted } from '../../../packages/document-text/src/sanitize.ts';

/** Text from outside as one line, so that it cannot pass for a heading or a line of another. */
export function plainLine(text: string | null | undefined): string {
  return cleanUntrusted(text ?? '')
    .text.replaceAll(/\s+/g, ' ')
    .trim();
}
