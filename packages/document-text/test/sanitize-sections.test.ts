import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeSections } from '../src/sanitize-sections.ts';
import { cleanUntrusted } from '../src/sanitize.ts';
import { unsafeMarkdown } from './support/unsafe-text.ts';

const fragment = fc.constantFrom(
  'word ',
  'word ',
  'слово ',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '<',
  '<a href=x>',
  '>',
  '!',
  '[',
  ']',
  '(x)',
  ': x',
  '![a](x)',
  '[a]: x',
  '[a b\nc]: x',
  '\\',
  '\u200B',
  '\u200D',
  '\uFE0F',
  '\u{1F468}',
  '\u{E0061}',
);
/** Fragments far apart, around the positions at which a long text is split. */
const longText = fc
  .array(fc.tuple(fc.array(fragment, { maxLength: 40 }), fc.integer({ min: 0, max: 700 })), { maxLength: 60 })
  .map((parts) => parts.map(([fragments, words]) => fragments.join('') + 'words '.repeat(words)).join(''));

/** Inverse of splitting: lines as the rows of a sheet. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

describe('sanitizing in pieces', () => {
  it('changes a long text as its paragraphs one by one', () => {
    fc.assert(
      fc.property(longText, (source) => {
        const text = source.replaceAll(/\r\n?/g, '\n');
        const whole = cleanUntrusted(text);
        // A label has at most 999 characters (CommonMark 4.7).
        expect(unsafeMarkdown(whole.text).filter((one) => one !== 'a reference definition')).toEqual([]);
        expect(whole.text).not.toMatch(/^[ \t>*+\-\d.)]*\[[^\]\n]{0,998}\]:/m);
        const clean = sanitizeSections([linesOf(text)]);
        expect(clean.sections).toEqual([whole.text]);
        expect(clean.hiddenRemoved).toBe(whole.hiddenRemoved);
      }),
      { numRuns: 150 },
    );
  });

  it('changes a text alike wherever it is split, also within words of invisible characters', () => {
    const dense = fc.array(
      fc.oneof(fragment, fc.constantFrom('a', 'é', 'ش', 'न', '1', '☺', '\u200B', '\u200C', '\u00AD', '(')),
      { minLength: 50, maxLength: 400 },
    );
    fc.assert(
      fc.property(dense, fc.integer({ min: 0, max: 800 }), (fragments, before) => {
        const text = `${fragments.join('')}end`.replaceAll('\r\n', '\n');
        const words = `${'word '.repeat(4000).slice(0, 16_384 - before)}\n`;
        const alone = cleanUntrusted(text);
        expect(cleanUntrusted(`${words}${text}${'\nend'.repeat(1000)}`)).toEqual({
          text: `${words}${alone.text}${'\nend'.repeat(1000)}`,
          hiddenRemoved: alone.hiddenRemoved,
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each(['](', '![', '<a', '[a]:', '\r\n', ']\u200B(', '!\u00AD\u200B['])(
    'removes %j at every position around a split',
    (mark) => {
      for (let at = 16_370; at < 16_390; at += 1) {
        const text = `${'a'.repeat(at)}${mark === '[a]:' ? '\n' : ''}${mark}${'b '.repeat(9000)}`;
        expect(cleanUntrusted(text).text).not.toMatch(/\]\(|!\[|<a|\[a\]:|\r|[\u200B\u00AD]/);
      }
    },
  );

  it('escapes a definition whose label extends over two rows of a sheet', () => {
    const rows = ['[a,b', '\n', 'c]: https://evil.example', '\n'];
    expect(sanitizeSections([rows]).sections).toEqual(['[a,b\nc]\\: https://evil.example\n']);
  });

  it('leaves no text in the list of the sections', () => {
    const sections = ['a', ['b', 'c']];
    expect(sanitizeSections(sections).sections).toEqual(['a', 'bc']);
    expect(sections).toEqual([]);
  });
});
