import { DocumentError } from '../errors.ts';
import { WorkBudget } from '../budget.ts';
import { detach } from '../text-builder.ts';

/** Receives the events of a scan. Every opened element is closed. Names have no prefix. */
export interface XmlHandler {
  /** @param isEmpty the tag is self-closing, such as `<c/>` */
  open(name: string, attributes: XmlAttributes, isEmpty: boolean): void;
  close(name: string): void;
  /** Character data, possibly in several pieces. */
  text(text: string): void;
  /** Copies the text that it keeps, which otherwise is copied before: a substring keeps the whole source in memory. */
  readonly copiesText?: true;
}

interface XmlName {
  readonly full: string;
  readonly local: string;
}

/** Deeper elements are left out. */
const maxDepth = 512;
/** Levels beyond it after which the file is rejected. */
const maxIgnoredDepth = 16_384;
/** Maximum length of a tag, comment or CDATA section. VML attributes can have some hundred kilobytes. */
const maxTokenCharacters = 1024 ** 2;
/** Maximum length of a reference that is incomplete at the end of a piece. */
const maxReferenceCharacters = 18;
/** Cost of a tag in addition to its characters, and of a self-closing one. */
const tagCost = 20;
const emptyTagCost = 18;
/** Number of cached names. Documents repeat few names. */
const nameCacheSize = 128;

/**
 * An incremental XML scanner. It checks that tags match, and rejects document type declarations (and with them all
 * declared entities) and endless nesting; it leaves out elements below a depth. It does not validate names and attributes. When the budget is spent, it
 * closes the open elements and ignores the rest.
 * @throws DocumentError `damaged`, `too_large` from every member
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #budget: WorkBudget;
  readonly #attributes: XmlAttributes;
  readonly #names: (XmlName | undefined)[] = [];
  readonly #open: XmlName[] = [];
  #rest = '';
  /** Minimum length of the rest before it is scanned again. It grows fourfold, which bounds the total work. */
  #retryLength = 0;
  #sawRoot = false;
  /** Number of open elements that are too deep. */
  #ignored = 0;

  /** @param budget shared by all parts of a document */
  constructor(handler: XmlHandler, budget = new WorkBudget()) {
    this.#budget = budget;
    this.#handler = handler;
    this.#attributes = new XmlAttributes(budget);
  }

  /** Scans a piece. Returns false when the budget is spent. */
  write(piece: string): boolean {
    this.#budget.spend(piece.length);
    const source = this.#rest + piece;
    // An incomplete token ends with `>`.
    const isIncomplete = source.length < this.#retryLength || (this.#retryLength > 0 && !piece.includes('>'));
    if (isIncomplete && source.length <= maxTokenCharacters) this.#rest = source;
    else this.#scan(source);
    return !this.#closeIfSpent();
  }

  end(): void {
    this.#scan(this.#rest);
    if (this.#closeIfSpent()) return;
    if (!this.#sawRoot || this.#open.length > 0 || this.#rest !== '') throw malformedXml('it is truncated');
  }

  /** Closes the open elements when the budget is spent. Returns true if it is. */
  #closeIfSpent(): boolean {
    if (!this.#budget.isSpent) return false;
    while (this.#open.length > 0) this.#close();
    return true;
  }

  #scan(source: string): void {
    let at = 0;
    while (at < source.length && !this.#budget.isSpent) {
      const tag = source.indexOf('<', at);
      if (tag !== at) at = this.#text(source, at, tag);
      if (tag < 0) break;
      const next = this.#markup(source, tag);
      if (next < 0) break;
      at = next;
    }
    this.#rest = source.slice(at);
    if (this.#rest.length > maxTokenCharacters) throw malformedXml('a tag without end');
    this.#retryLength = at === 0 ? this.#rest.length * 4 : 0;
    this.#budget.spend(this.#rest.length);
  }

  /** Emits text up to the next tag and returns its end. Holds back a reference that the end of the piece splits. */
  #text(source: string, start: number, tag: number): number {
    let end = tag;
    if (tag < 0) {
      const reference = source.lastIndexOf('&');
      const cut = reference >= start && source.length - reference < maxReferenceCharacters;
      end = cut && !source.includes(';', reference) ? reference : source.length;
    }
    if (this.#open.length > 0 && this.#ignored === 0 && end > start)
      this.#handler.text(decodeXmlText(this.#substring(source, start, end), this.#budget));
    return end;
  }

  #substring(source: string, start: number, end: number): string {
    const text = source.slice(start, end);
    return this.#handler.copiesText ? text : detach(text);
  }

  /** Handles the markup at a `<`. Returns its end, or -1 if it is incomplete. */
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
    if (this.#ignored > 0) {
      const end = source.indexOf('>', tag + 2);
      if (end >= 0) this.#ignored -= 1;
      return end < 0 ? -1 : end + 1;
    }
    const name = this.#open.at(-1)?.full;
    const after = tag + 2 + (name?.length ?? 0);
    const isExact =
      name !== undefined && source.charCodeAt(after) === 0x3e && source.startsWith(name, tag + 2);
    const end = isExact ? after : source.indexOf('>', tag + 2);
    if (end < 0) return -1;
    if (name === undefined) throw malformedXml('an end tag without a start tag');
    if (!isExact && source.slice(tag + 2, end).trim() !== name) throw malformedXml('tags that do not match');
    this.#close();
    return end + 1;
  }

  #close(): void {
    const name = this.#open.pop();
    if (name) this.#handler.close(name.local);
  }

  #declaration(source: string, tag: number): number {
    if (source.startsWith('<!--', tag)) {
      const end = source.indexOf('-->', tag + 4);
      return end < 0 ? -1 : end + 3;
    }
    if (source.startsWith('<![CDATA[', tag)) {
      const end = source.indexOf(']]>', tag + 9);
      if (end < 0) return -1;
      if (this.#open.length > 0 && this.#ignored === 0)
        this.#handler.text(this.#substring(source, tag + 9, end));
      return end + 3;
    }
    if ('<![CDATA['.startsWith(source.slice(tag)) || '<!--'.startsWith(source.slice(tag))) return -1;
    throw new DocumentError(
      'damaged',
      'The file declares its own document type or entities, which can be used for attacks. It was not read.',
    );
  }

  #openTag(source: string, tag: number): number {
    let nameEnd = 0;
    let at = tag + 1;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === 0x3e) break;
      if (code === 0x22 || code === 0x27) {
        at = source.indexOf(code === 0x22 ? '"' : "'", at + 1);
        if (at < 0) return -1;
      } else if (code === 0x3c) {
        throw malformedXml('a tag inside a tag');
      } else if (nameEnd === 0 && (code <= 0x20 || code === 0x2f)) {
        nameEnd = at;
      }
    }
    if (at >= source.length) return -1;
    const isEmpty = source.charCodeAt(at - 1) === 0x2f;
    this.#budget.spend(isEmpty ? emptyTagCost : tagCost);
    if (this.#open.length >= maxDepth) {
      this.#ignore(isEmpty);
      return at + 1;
    }
    if (nameEnd === 0) nameEnd = at;
    const name = this.#nameAt(source, tag + 1, nameEnd);
    if (this.#sawRoot && this.#open.length === 0) throw malformedXml('more than one root');
    this.#sawRoot = true;
    this.#attributes.point(source, nameEnd, isEmpty ? at - 1 : at);
    this.#handler.open(name.local, this.#attributes, isEmpty);
    if (isEmpty) {
      this.#handler.close(name.local);
    } else {
      this.#open.push(name);
    }
    return at + 1;
  }

  /** Leaves out an element that is too deep. */
  #ignore(isEmpty: boolean): void {
    this.#budget.cut();
    if (!isEmpty) this.#ignored += 1;
    if (this.#ignored > maxIgnoredDepth) {
      throw new DocumentError(
        'too_large',
        'The file nests its parts thousands of levels deep, far more than documents do. It was not read.',
      );
    }
  }

  /** Returns a cached name. Slicing it costs more than the rest of a tag. */
  #nameAt(source: string, start: number, end: number): XmlName {
    const slot = (source.charCodeAt(end - 1) * 5 + source.charCodeAt(start) + (end - start)) % nameCacheSize;
    const known = this.#names[slot];
    if (known && known.full.length === end - start && source.startsWith(known.full, start)) return known;
    if (start === end) throw malformedXml('a tag without a name');
    const full = source.slice(start, end);
    const name = { full, local: full.slice(full.indexOf(':') + 1) };
    this.#names[slot] = name;
    return name;
  }
}

const colon = 0x3a;
const space = 0x20;

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27;
}

/**
 * The attributes of a start tag, parsed on demand because most are never used. All tags of a scan share one object, which
 * is valid only until the handler returns.
 */
export class XmlAttributes {
  readonly #budget: WorkBudget;
  #text = '';
  #start = 0;
  #end = 0;
  /** The attributes as text, sliced on first use. */
  #source: string | undefined;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  /** Sets the range of the attributes of the current tag. */
  point(text: string, start: number, end: number): void {
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#source = undefined;
  }

  /** The value of the first attribute with this local name, with any prefix. */
  get(localName: string): string | undefined {
    return this.#find(localName, false);
  }

  /** The value of an attribute with a prefix: `r:id` next to `id`. */
  getPrefixed(localName: string): string | undefined {
    return this.#find(localName, true);
  }

  #find(localName: string, prefixed: boolean): string | undefined {
    const source = (this.#source ??= this.#text.slice(this.#start, this.#end));
    for (let at = 0; at < source.length;) {
      const equals = source.indexOf('=', at);
      if (equals < 0) return undefined;
      let nameEnd = equals;
      while (nameEnd > at && source.charCodeAt(nameEnd - 1) <= space) nameEnd -= 1;
      let open = equals + 1;
      while (source.charCodeAt(open) <= space) open += 1;
      const close = isQuote(source.charCodeAt(open)) ? source.indexOf(source.charAt(open), open + 1) : -1;
      if (close < 0) return undefined;
      const nameStart = nameEnd - localName.length;
      if (source.startsWith(localName, nameStart)) {
        const before = nameStart === at ? space : source.charCodeAt(nameStart - 1);
        if (before === colon || (before <= space && !prefixed))
          return decodeXmlText(detach(source.slice(open + 1, close)), this.#budget);
      }
      at = close + 1;
    }
    return undefined;
  }
}

const predefinedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** The error for XML that is truncated or not well-formed. */
function malformedXml(reason: string): DocumentError {
  return new DocumentError(
    'damaged',
    `The file is damaged: its XML is not well-formed (${reason}). Ask for an intact copy of the file.`,
  );
}

function decodeReference(_: string, body: string): string {
  if (!body.startsWith('#')) {
    const character = Object.hasOwn(predefinedEntities, body) ? predefinedEntities[body] : undefined;
    if (character === undefined) throw malformedXml('an undeclared entity');
    return character;
  }
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
  return String.fromCodePoint(code);
}

/** Additional cost per character of a text that contains references. */
const referenceCost = 8;

/** Decodes numeric references and the five predefined entities. No DTD is ever read. */
function decodeXmlText(text: string, budget: WorkBudget): string {
  if (!text.includes('&')) return text;
  budget.spend(text.length * referenceCost);
  return text.replaceAll(/&([#\w]{1,16});/g, decodeReference);
}
