import { array, assert, constantFrom, integer, pre, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatenate } from '../src/byte-builder.ts';
import { htmlToText, readHtmlText } from '../src/html/html.ts';
import { decodePlainText } from '../src/plain-text.ts';
import { sanitizeSections } from '../src/sanitize-sections.ts';
import { cleanUntrusted } from '../src/sanitize.ts';
import { wide } from './support/compound-builder.ts';
import { readWhole } from './support/read-whole.ts';
import { wideTexts } from './samples/wide-texts.ts';

/** Cuts a text at the given lengths. */
function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

describe('sanitizeSections', () => {
  const unit = constantFrom(
    'a',
    ' ',
    '\n',
    '\r',
    '<',
    '>',
    '!',
    '[',
    ']',
    '(',
    ':',
    '\u200D',
    '👩',
    '\u200B',
    'ш',
    '\uFE0F',
  );
  const run = tuple(array(unit, { maxLength: 12 }), integer({ min: 1, max: 6000 }));
  const text = array(run, { maxLength: 8 }).map((runs) =>
    runs.map(([units, count]) => units.join('').repeat(count)).join(''),
  );

  it('returns the same text for pieces, wherever they are split', () => {
    assert(
      property(text, array(integer({ min: 0, max: 40_000 }), { maxLength: 12 }), (whole, lengths) => {
        pre(whole.length < 300_000);
        const { sections, hiddenRemoved, isCut } = sanitizeSections([cut(whole, lengths)]);
        // Few texts spend the work budget, such as 290,000 invisible characters.
        pre(!isCut);
        const expected = cleanUntrusted(whole);
        expect(sections[0] === expected.text).toBe(true);
        expect(hiddenRemoved).toBe(expected.hiddenRemoved);
      }),
      { numRuns: 300 },
    );
  });

  it('takes linear time for pieces of a text that cannot be split', () => {
    const pieces = Array.from({ length: 1000 }, () => '!'.repeat(300));
    expect(sanitizeSections([pieces]).sections[0]).toBe('!'.repeat(300_000));
  });
});

describe('readHtmlText', () => {
  const html =
    '<!doctype html><title>A</title><style>.h{display:none}</style><!-- c --><p title="x &amp; y">a &lt; b</p>' +
    '<p class=h>hidden</p><table><tr><th>k<th>v<tr><td>1<td><a href="https://a.example/">l</a></table><ul><li>ш</ul>';

  it('returns the same text for pieces, wherever they are split', () => {
    const expected = htmlToText(html);
    for (let first = 1; first < html.length; first += 1)
      for (const length of [1, 3, 50]) {
        const { sections, ...details } = readHtmlText(cut(html, [first, length]));
        expect({ text: sections.join('\n\n'), ...details }).toEqual(expected);
      }
  });
});

describe('readHtmlText of arbitrary markup', () => {
  const markup = constantFrom(
    'a',
    ' ',
    '\n',
    '\r\n',
    'é',
    'ш',
    '😀',
    'e\u0301',
    '\u200B',
    '&',
    '<',
    '>',
    '"',
    "'",
    '=',
    '/',
    '</',
    '<!',
    '<a',
    '&amp;',
    '&amp',
    '&lt;',
    '&#x1F600;',
    '&nbsp;',
    '&notit;',
    '&#',
    '<!-- c -->',
    '<!--',
    '-->',
    '--!>',
    '<!-->',
    '<!--[if mso]>x<![endif]-->',
    '<![if !mso]>',
    '<![endif]>',
    '<![CDATA[x]]>',
    '<?xml version="1.0"?>',
    '<o:p/>',
    '<style>.h{display:none}</style>',
    '<style>',
    '</style>',
    '<script>if(a<b)"</p>"</script>',
    '<script>',
    '</script>',
    '<title>t &amp; u</title>',
    '<textarea>',
    '</textarea>',
    '<template>x</template>',
    '<svg><title>s</title></svg>',
    '<p>',
    '</p>',
    '<p hidden>',
    '<div class=h>',
    '<div style="color:white">',
    '</div>',
    '<b title=',
    '<br>',
    '<h2>',
    '<a href="https://a.example/?x=1&amp;y=2">',
    '</a>',
    '<table><tr><td>',
    '<td>',
    '</table>',
    '<ul><li>',
    '</ul>',
    '<pre>',
    '</pre>',
    '<img alt="q &quot; r" width=9>',
    '<input value=v>',
  );

  it('returns the same text for pieces of any size', () => {
    assert(
      property(array(markup, { maxLength: 40 }), (parts) => {
        const html = parts.join('');
        const expected = htmlToText(html);
        for (const size of [1, 2, 3, 7, 31]) {
          const lengths = Array.from({ length: Math.floor(html.length / size) }, () => size);
          const { sections, ...details } = readHtmlText(cut(html, lengths));
          expect({ text: sections.join('\n\n'), ...details }).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('decodePlainText', () => {
  it('returns the same text for characters at any position around the ends of pieces', () => {
    const text = 'aéш€😀\uFEFF\r\ne\u0301';
    for (let length = 16_384 - 20; length < 16_384 + 3; length += 1) {
      const whole = `\uFEFF${'x'.repeat(length)}${text}${'y'.repeat(length)}${text}`;
      expect(decodePlainText(new TextEncoder().encode(whole)).join('') === whole.slice(1)).toBe(true);
      // With half a character at the end.
      const utf16 = concatenate([wide(whole), new Uint8Array([0x41])]);
      expect(decodePlainText(utf16).join('') === `${whole.slice(1)}\uFFFD`).toBe(true);
    }
  });

  const words = 'Zażółć gęślą jaźń, 日本語のテキスト, текст. ';

  it.each(['utf-8', 'utf-16le', 'shift_jis', 'euc-kr', 'gbk', 'windows-1251', 'iso-2022-jp'])(
    'returns the text of TextDecoder for 100 KB in %s',
    (label) => {
      const bytes =
        label === 'utf-8'
          ? new TextEncoder().encode(words.repeat(2000))
          : new Uint8Array(100_001).map((_, at) => 0x81 + ((at * at + 7 * at) % 0x60));
      expect(decodePlainText(bytes, label).join('')).toBe(new TextDecoder(label).decode(bytes));
    },
  );
});

describe('readDocument', () => {
  it.each(
    wideTexts
      .filter(({ name, ends }) => ends === 'read' && /with one/.test(name))
      .map((sample) => [sample.name, sample] as const),
  )('returns the last character of 5 MB: %s', async (_, { file, make }) => {
    const { text } = await readWhole(make(), { name: file });
    expect(text).toMatch(/ш\s*$/);
  });
});
