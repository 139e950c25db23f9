import type { ChatMessage } from '../graph/teams/chat-message.ts';
import { type ExtractedDocument, nothingHidden } from '../text/extracted-document.ts';
import { cleanUntrusted } from '../text/untrusted-text.ts';
import { htmlDocument } from './html-document.ts';

/** Pictures of a set of symbols, whose names are the symbols. */
const emoji = /<emoji\b[^>]{0,300}?\balt="([^"]{1,40})"[^>]{0,300}>/g;

/** The text of a message, what it quotes before it. */
export function chatText({ body, attachments, subject, deletedDateTime }: ChatMessage): ExtractedDocument {
  if (deletedDateTime) return document('(deleted)', []);
  const quotes = (attachments ?? [])
    .filter(({ contentType }) => contentType === 'messageReference')
    .map(({ content }) => quoted(content));
  const title = subject ? [`**${cleanUntrusted(subject).text}**`] : [];
  const content = body?.content ?? '';
  if (body?.contentType === 'text') return document(content, [...title, ...quotes]);
  const html = htmlDocument(content.replaceAll(emoji, '$1'));
  return { ...html, sections: [[...title, ...quotes, ...html.sections].filter(Boolean).join('\n')] };
}

function document(text: string, before: readonly string[]): ExtractedDocument {
  const clean = cleanUntrusted(text);
  return {
    format: 'text',
    unit: 'text',
    sections: [[...before, clean.text].filter(Boolean).join('\n')],
    hidden: { ...nothingHidden, characters: clean.hiddenRemoved },
    notes: [],
  };
}

/** What Teams keeps of a quoted message. */
function quoted(content: string | null | undefined): string {
  const preview = /"messagePreview"\s*:\s*("(?:[^"\\]|\\.){0,2000}")/.exec(content ?? '')?.[1];
  if (preview === undefined) return '';
  try {
    const text = htmlDocument(String(JSON.parse(preview))).sections.join(' ');
    return `> ${text.replaceAll(/\s+/g, ' ').trim()}`;
  } catch {
    return '';
  }
}
