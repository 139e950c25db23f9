import type { PdfFile } from './file.ts';
import { type PdfDictionary, PdfReference, type PdfValue, arrayOf } from './objects.ts';
import { readTextString } from './text-string.ts';

const maxDepth = 16;
const maxValueBytes = 16_384;
const maxOptions = 50;
/** Field flags (ISO 32000-1, tables 226, 228): password; push button. */
const passwordFlag = 8192;
const pushButtonFlag = 65_536;

/** A dictionary with the number of the object that contains its strings. */
interface Node {
  readonly dictionary: PdfDictionary;
  readonly owner: number;
}

/** Reads the form fields of a page (12.7) as lines `name: value`. */
export class FieldReader {
  readonly #file: PdfFile;
  /** Lines by field; a field with several widgets has one line. */
  readonly #lines = new Map<PdfValue, string>();

  constructor(file: PdfFile) {
    this.#file = file;
  }

  lines(): string[] {
    return [...this.#lines.values()].filter((line) => line !== '');
  }

  /** Adds the field of a widget annotation. */
  async add(widget: PdfValue): Promise<void> {
    const chain = this.#chain(widget);
    // Widgets of one field have no name of their own.
    const field = chain.find(({ dictionary }) => dictionary.has('T')) ?? chain[0];
    if (!field) return;
    const key = field.owner === 0 ? field.dictionary : field.owner;
    const known = this.#lines.get(key);
    const isOn = this.#isOn(chain);
    if (known !== undefined && !(isOn && known.endsWith(': not checked'))) return;
    const value = await this.#value(chain);
    this.#lines.set(key, value === undefined ? '' : `${await this.#name(chain)}: ${value}`);
  }

  /** The widget, its field and the ancestors. */
  #chain(widget: PdfValue): Node[] {
    const chain: Node[] = [];
    for (let value: PdfValue | undefined = widget; value !== undefined && chain.length < maxDepth;) {
      const dictionary = this.#file.dictionary(value);
      if (dictionary.size === 0 || chain.some((node) => node.dictionary === dictionary)) break;
      chain.push({
        dictionary,
        owner: value instanceof PdfReference ? value.number : (chain.at(-1)?.owner ?? 0),
      });
      value = dictionary.get('Parent');
    }
    return chain;
  }

  /** An inheritable attribute. */
  #attribute(chain: readonly Node[], key: string): { value: PdfValue; owner: number } {
    const node = chain.find(({ dictionary }) => dictionary.has(key));
    return { value: this.#file.get(node?.dictionary.get(key)), owner: node?.owner ?? 0 };
  }

  /** The description of a field, or its full name (12.7.3.2). */
  async #name(chain: readonly Node[]): Promise<string> {
    const { value, owner } = this.#attribute(chain, 'TU');
    const label = (await this.#text(value, owner)).trim();
    if (label !== '') return label;
    const names = await Promise.all(chain.map((node) => this.#text(node.dictionary.get('T'), node.owner)));
    return names
      .toReversed()
      .filter((name) => name !== '')
      .join('.');
  }

  /** The value as shown. Undefined for a push button. */
  async #value(chain: readonly Node[]): Promise<string | undefined> {
    const flags = this.#attribute(chain, 'Ff').value;
    const has = (flag: number) => typeof flags === 'number' && (flags & flag) !== 0;
    const { value, owner } = this.#attribute(chain, 'V');
    switch (this.#attribute(chain, 'FT').value) {
      case 'Btn': {
        if (has(pushButtonFlag)) return undefined;
        const state = this.#isOn(chain) || (typeof value === 'string' && value !== 'Off' && chain.length > 1);
        if (!state) return 'not checked';
        return typeof value === 'string' && !/^(?:Yes|On|1|true)$/i.test(value) ? value : 'checked';
      }
      case 'Ch':
        return this.#choice(chain, value, owner);
      case 'Sig':
        return value === null ? 'not signed' : await this.#signature(chain);
      default: {
        if (has(passwordFlag)) return '(password, not shown)';
        const text = typeof value === 'string' ? value : await this.#text(value, owner);
        return formatValue(text);
      }
    }
  }

  #isOn(chain: readonly Node[]): boolean {
    const state = this.#file.get(chain[0]?.dictionary.get('AS'));
    return typeof state === 'string' && state !== 'Off';
  }

  async #choice(chain: readonly Node[], value: PdfValue, owner: number): Promise<string> {
    const { value: options, owner: optionsOwner } = this.#attribute(chain, 'Opt');
    const labels = new Map<string, string>();
    for (const option of arrayOf(options).slice(0, maxOptions)) {
      const found = this.#file.get(option);
      const pair = Array.isArray(found) ? arrayOf(found) : [found, found];
      labels.set(await this.#text(pair[0], optionsOwner), await this.#text(pair[1], optionsOwner));
    }
    const chosen: string[] = [];
    for (const item of Array.isArray(value) ? arrayOf(value) : [value]) {
      const text = await this.#text(item, owner);
      if (text !== '') chosen.push(labels.get(text) ?? text);
    }
    const list = labels.size > 0 ? ` (options: ${[...labels.values()].join(', ')})` : '';
    return formatValue(chosen.join(', ')) + list;
  }

  async #signature(chain: readonly Node[]): Promise<string> {
    const node = chain.find(({ dictionary }) => dictionary.has('V'));
    const reference = node?.dictionary.get('V');
    const owner = reference instanceof PdfReference ? reference.number : (node?.owner ?? 0);
    const name = await this.#text(this.#file.dictionary(reference).get('Name'), owner);
    return name === '' ? 'signed (signature not verified)' : `signed by ${name} (signature not verified)`;
  }

  async #text(value: PdfValue | undefined, owner: number): Promise<string> {
    return readTextString(this.#file, value, owner, maxValueBytes);
  }
}

function formatValue(text: string): string {
  const lines = text.trim().replaceAll(/\r\n?/g, '\n').replaceAll('\n', '\n  ');
  return lines === '' ? '(empty)' : lines;
}
