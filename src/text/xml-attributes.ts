import { decodeXmlText } from './xml-text.ts';

/** The attributes of one start tag, looked at only when asked: most of a document's are never needed. */
export class XmlAttributes {
  readonly #source: string;

  /** @param source everything between the name and the end of the tag */
  constructor(source: string) {
    this.#source = source;
  }

  /** The value of the first attribute with this local name, whatever its prefix. */
  get(localName: string): string | undefined {
    return this.#find((name) => name === localName || name.endsWith(`:${localName}`));
  }

  /** The value of an attribute that has a prefix, as `r:id` has where a plain `id` stands beside it. */
  getPrefixed(localName: string): string | undefined {
    return this.#find((name) => name.endsWith(`:${localName}`));
  }

  #find(matches: (name: string) => boolean): string | undefined {
    const source = this.#source;
    for (let at = 0; at < source.length;) {
      const equals = source.indexOf('=', at);
      if (equals < 0) return undefined;
      const double = source.indexOf('"', equals);
      const single = source.indexOf("'", equals);
      const open = double < 0 || (single >= 0 && single < double) ? single : double;
      const close = open < 0 ? -1 : source.indexOf(source.charAt(open), open + 1);
      if (close < 0) return undefined;
      if (matches(source.slice(at, equals).trim())) return decodeXmlText(source.slice(open + 1, close));
      at = close + 1;
    }
    return undefined;
  }
}
