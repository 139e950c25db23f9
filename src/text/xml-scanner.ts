import { AppError } from '../lib/app-error.ts';
import { XmlAttributes } from './xml-attributes.ts';
import { decodeXmlText, malformedXml } from './xml-text.ts';

/** Receives the events of a scan. Names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  /** Character data, possibly in several pieces. */
  text(text: string): void;
}

/** How many tags may still be read of a document: in all, and without text to go with them. */
export interface MarkupBudget {
  tags: number;
  tagsWithoutText: number;
}

const maxTags = 4_000_000;
const maxTagsWithoutText = 300_000;
/** A word that is formatted by itself takes about as many. */
const tagsPerText = 4;
const maxDepth = 512;
/** The longest tag, comment or CDATA section. VML attributes reach some hundred kilobytes. */
const maxTokenCharacters = 1024 ** 2;
/** A reference that may still be incomplete at the end of a piece. */
const maxReferenceCharacters = 18;

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** What a document may have that nothing was read of yet. */
export function newMarkupBudget(): MarkupBudget {
  return { tags: maxTags, tagsWithoutText: maxTagsWithoutText };
}

function tooMuchMarkup(): AppError {
  return new AppError(
    'too_large',
    'The file has more mark-up than is read of one, or far more mark-up than text. It was not read. ' +
      'If it is genuine, ask for it as PDF or in smaller pieces.',
  );
}

/**
 * A scanner for the XML of documents, fed in pieces. It jumps from tag to tag, checks that tags match, and refuses
 * what office documents never have: a document type declaration (and with it every entity), nesting without end.
 * It is not a validating parser: names and attributes are taken as they are.
 * @throws AppError `unreadable_content`, `too_large` from every member
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #budget: MarkupBudget;
  readonly #attributes = new XmlAttributes();
  readonly #open: string[] = [];
  #rest = '';
  #sawRoot = false;

  /** @param budget what all parts of a document share */
  constructor(handler: XmlHandler, budget = newMarkupBudget()) {
    this.#budget = budget;
    this.#handler = handler;
  }

  write(piece: string): void {
    const source = this.#rest + piece;
    let at = 0;
    while (at < source.length) {
      const tag = source.indexOf('<', at);
      if (tag !== at) at = this.#text(source, at, tag);
      if (tag < 0) break;
      const next = this.#markup(source, tag);
      if (next < 0) break;
      at = next;
    }
    this.#rest = source.slice(at);
    if (this.#rest.length > maxTokenCharacters) throw malformedXml('a tag without end');
  }

  end(): void {
    if (!this.#sawRoot || this.#open.length > 0 || this.#rest.trim() !== '')
      throw malformedXml('it breaks off');
  }

  /** Emits text up to the next tag and returns where to go on; holds back a reference that the piece cuts in two. */
  #text(source: string, start: number, tag: number): number {
    let end = tag;
    if (tag < 0) {
      const reference = source.lastIndexOf('&');
      const cut = reference >= start && source.length - reference < maxReferenceCharacters;
      end = cut && !source.includes(';', reference) ? reference : source.length;
    }
    if (this.#open.length > 0 && end > start) {
      if (source.charCodeAt(start) > 0x20) this.#budget.tagsWithoutText += tagsPerText;
      this.#handler.text(decodeXmlText(source.slice(start, end)));
    }
    return end;
  }

  /** Handles what starts at a `<`. Returns where it ends, or -1 when the piece ends first. */
  #markup(source: string, tag: number): number {
    switch (source.charCodeAt(tag + 1)) {
      case 0x2f:
        return this.#closeTag(source, tag);
      case 0x21:
        return this.#declaration(source, tag);
      case 0x3f: {
        const end = source.indexOf('?>', tag + 2);
        return end < 0 ? -1 : end + 2;
      }
      default:
        return this.#openTag(source, tag);
    }
  }

  #closeTag(source: string, tag: number): number {
    const end = source.indexOf('>', tag + 2);
    if (end < 0) return -1;
    const name = this.#open.pop();
    if (name === undefined) throw malformedXml('an end tag without a start tag');
    const exact = end - tag - 2 === name.length && source.startsWith(name, tag + 2);
    if (!exact && source.slice(tag + 2, end).trim() !== name) throw malformedXml('tags that do not match');
    this.#handler.close(localName(name));
    return end + 1;
  }

  #declaration(source: string, tag: number): number {
    if (source.startsWith('<!--', tag)) {
      const end = source.indexOf('-->', tag + 4);
      return end < 0 ? -1 : end + 3;
    }
    if (source.startsWith('<![CDATA[', tag)) {
      const end = source.indexOf(']]>', tag + 9);
      if (end < 0) return -1;
      if (this.#open.length > 0) this.#handler.text(source.slice(tag + 9, end));
      return end + 3;
    }
    if ('<![CDATA['.startsWith(source.slice(tag)) || '<!--'.startsWith(source.slice(tag))) return -1;
    throw new AppError(
      'unreadable_content',
      'The file declares its own document type or entities, which can be used to harm a reader. It was not read.',
    );
  }

  #openTag(source: string, tag: number): number {
    let nameEnd = 0;
    let at = tag + 1;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === 0x3e) break;
      if (code === 0x22 || code === 0x27) {
        at = source.indexOf(source.charAt(at), at + 1);
        if (at < 0) return -1;
      } else if (code === 0x3c) {
        throw malformedXml('a tag inside a tag');
      } else if (nameEnd === 0 && (code <= 0x20 || code === 0x2f)) {
        nameEnd = at;
      }
    }
    if (at >= source.length) return -1;
    this.#budget.tags -= 1;
    this.#budget.tagsWithoutText -= 1;
    if (this.#budget.tags < 0 || this.#budget.tagsWithoutText < 0) throw tooMuchMarkup();
    const closed = source.charCodeAt(at - 1) === 0x2f;
    if (nameEnd === 0) nameEnd = at;
    const name = source.slice(tag + 1, nameEnd);
    if (name === '') throw malformedXml('a tag without a name');
    if (this.#sawRoot && this.#open.length === 0) throw malformedXml('more than one root');
    this.#sawRoot = true;
    const local = localName(name);
    this.#attributes.point(source, nameEnd, closed ? Math.max(nameEnd, at - 1) : at);
    this.#handler.open(local, this.#attributes);
    if (closed) {
      this.#handler.close(local);
    } else if (this.#open.push(name) > maxDepth) {
      throw new AppError(
        'too_large',
        `The file nests its parts deeper than ${maxDepth} levels, which no document does. It was not read.`,
      );
    }
    return at + 1;
  }
}
