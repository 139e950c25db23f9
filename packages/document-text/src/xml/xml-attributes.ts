import type { ReadingBudget } from '../budget.ts';
import { decodeXmlText } from './xml-text.ts';

const colon = 0x3a;
const space = 0x20;

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27;
}

/**
 * The attributes of one start tag, looked at only when asked: most of a document's are never needed. One object serves
 * all tags of a scan, so it is valid only until the handler returns.
 */
export class XmlAttributes {
  readonly #budget: ReadingBudget;
  #text = '';
  #start = 0;
  #end = 0;
  /** The stretch itself, cut out when first asked for. */
  #source: string | undefined = '';

  constructor(budget: ReadingBudget) {
    this.#budget = budget;
  }

  /** Points to the attributes of another tag: what stands between its name and its end. */
  point(text: string, start: number, end: number): void {
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#source = start === end ? '' : undefined;
  }

  /** The value of the first attribute with this local name, whatever its prefix. */
  get(localName: string): string | undefined {
    return this.#find(localName, false);
  }

  /** The value of an attribute that has a prefix, as `r:id` has where a plain `id` stands beside it. */
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
      if (nameStart >= at && source.startsWith(localName, nameStart)) {
        const before = nameStart === at ? space : source.charCodeAt(nameStart - 1);
        if (before === colon || (before <= space && !prefixed))
          return decodeXmlText(source.slice(open + 1, close), this.#budget);
      }
      at = close + 1;
    }
    return undefined;
  }
}
