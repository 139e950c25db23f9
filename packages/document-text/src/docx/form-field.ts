import type { XmlAttributes } from '../xml/scanner.ts';
import { isOn } from './run-properties.ts';

/** Maximum entries of a drop-down list (ECMA-376 part 1, 17.16.22). */
const maxEntries = 25;

/** A legacy check box or drop-down list (`w:ffData`), whose state is not in the text. A text field has a result. */
export class FormField {
  /** The element is not closed yet. */
  isOpen = true;
  #isCheckBox = false;
  #isChecked = false;
  #selected = 0;
  readonly #entries: string[] = [];

  open(name: string, attributes: XmlAttributes): void {
    const value = attributes.get('val') ?? '';
    if (name === 'checkBox') this.#isCheckBox = true;
    else if (name === 'listEntry' && this.#entries.length < maxEntries) this.#entries.push(value);
    else if (name === 'result') this.#selected = Number(value);
    else if (name === 'checked') this.#isChecked = isOn(attributes);
    else if (name === 'default') {
      // The default precedes the state, which is left out if it is the same.
      this.#isChecked = isOn(attributes);
      this.#selected = Number(value) || 0;
    }
  }

  close(name: string): void {
    if (name === 'ffData') this.isOpen = false;
  }

  /** The state as a reader of the document sees it. */
  toString(): string {
    if (this.#isCheckBox) return this.#isChecked ? '☒' : '☐';
    return this.#entries[this.#selected] ?? '';
  }
}
