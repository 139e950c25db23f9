import { AppError } from '../../../../src/lib/app-error.ts';
import type { ReadingBudget } from '../budget.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The error for XML that is cut off, not well formed, or uses what documents do not. */
export function malformedXml(what: string): AppError {
  return new AppError(
    'unreadable_content',
    `The file is damaged: its XML is not well formed (${what}). Ask for an intact copy of the file.`,
  );
}

function decodeReference(_: string, body: string): string {
  if (!body.startsWith('#')) {
    const character = Object.hasOwn(named, body) ? named[body] : undefined;
    if (character === undefined) throw malformedXml('an undeclared entity');
    return character;
  }
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
  return String.fromCodePoint(code);
}

/** What a character costs in a text that has references, beyond what it costs in others. */
const referenceCost = 8;

/** Text with its references decoded. Only the five predefined entities and numbers exist: no DTD is ever read. */
export function decodeXmlText(text: string, budget: ReadingBudget): string {
  if (!text.includes('&')) return text;
  budget.spend(text.length * referenceCost);
  return text.replaceAll(/&([#\w]{1,16});/g, decodeReference);
}
