import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unsafeMarkdown } from './support/unsafe-text.ts';
import { htmlToText } from '../src/html/html.ts';
import { cleanUntrusted } from '../src/sanitize.ts';
import { vttToText } from '../src/vtt.ts';

const word = fc.oneof(
  fc.constantFrom(
    'word',
    ' ',
    '\n',
    '&lt;',
    '&#60;',
    '&#x3c;script&gt;',
    '&amp;lt;',
    '&',
    '<',
    '>',
    '"',
    "'",
    '=',
    '-->',
    '<!--',
    ']]>',
  ),
  fc.constantFrom(
    '![x](https://evil.example/?q=',
    '[a]: https://evil.example',
    '[a](javascript:x)',
    '\u202e',
    '\u200b',
    '\u{e0041}',
    '\ud800',
    '\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const tag = fc.constantFrom(
  'p',
  'b',
  'a',
  'div',
  'span',
  'table',
  'tr',
  'td',
  'ul',
  'ol',
  'li',
  'pre',
  'blockquote',
  'h1',
  'img',
  'br',
  'style',
  'script',
  'template',
  'textarea',
  'title',
  'svg',
  'math',
  'noscript',
  'iframe',
  'select',
  'option',
  'x-y',
  'details',
  'dialog',
  'v',
  'c',
);
const attribute = fc.oneof(
  fc.constantFrom(
    ' hidden',
    ' style="display:none"',
    " style='font-size:0'",
    ' href="https://evil.example/x"',
    ' src=x onerror=y',
  ),
  fc.constantFrom(
    ' title="![x](https://evil.example)"',
    ' alt="<b>"',
    ' dir=rtl',
    ' "',
    " '",
    ' =',
    ' start=99999999999',
    ' colspan=1e9',
  ),
);
const piece = fc.oneof(
  word,
  fc
    .tuple(tag, fc.array(attribute, { maxLength: 3 }))
    .map(([name, attributes]) => `<${name}${attributes.join('')}>`),
  tag.map((name) => `</${name}>`),
  tag.map((name) => `<${name}/`),
);
const markup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('htmlToText with any HTML', () => {
  it('returns text without images, links or hidden characters after cleanUntrusted, which is idempotent', () => {
    fc.assert(
      fc.property(markup, (source) => {
        const { text } = htmlToText(source);
        expect(text.isWellFormed() || !source.isWellFormed()).toBe(true);
        const clean = cleanUntrusted(text).text;
        expect(unsafeMarkdown(clean), clean).toEqual([]);
        expect(cleanUntrusted(clean).text).toBe(clean);
      }),
      { numRuns: 1500 },
    );
  });

  it('returns the words of the document in order, at any nesting depth', () => {
    const containers = fc.array(
      fc.constantFrom('p', 'div', 'b', 'span', 'td', 'li', 'blockquote', 'section'),
      { maxLength: 12 },
    );
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(containers, words, (names, given) => {
        const source = given.reduce(
          (inner, text) =>
            `${inner}${names.map((name) => `<${name}>`).join('')}${text} ${names
              .toReversed()
              .map((name) => `</${name}>`)
              .join('')}`,
          '',
        );
        expect(htmlToText(source).text.match(/[a-z]+/g)).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });
});

const time = fc
  .tuple(fc.nat(99), fc.nat(59), fc.nat(59), fc.nat(999))
  .map(
    ([h, m, s, ms]) =>
      `${[h, m, s].map((part) => String(part).padStart(2, '0')).join(':')}.${String(ms).padStart(3, '0')}`,
  );
const cue = fc
  .tuple(fc.oneof(time, word), fc.oneof(time, word), fc.array(piece, { maxLength: 6 }))
  .map(([from, to, pieces]) => `${from} --> ${to}\n${pieces.join('')}\n`);
const transcript = fc
  .tuple(
    fc.constantFrom('WEBVTT', '\ufeffWEBVTT - x', '', 'NOTE x'),
    fc.array(fc.oneof(cue, word), { maxLength: 12 }),
  )
  .map(([head, parts]) => [head, ...parts].join('\n\n'));

describe('vttToText with any transcript', () => {
  it('returns text without images, links or hidden characters after cleanUntrusted', () => {
    fc.assert(
      fc.property(transcript, (source) => {
        const clean = cleanUntrusted(vttToText(source).text).text;
        expect(unsafeMarkdown(clean), clean).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps the words of each speaker in order', () => {
    const turn = fc.tuple(fc.constantFrom('Ana Ruiz', 'Bo Li', 'Zoë'), fc.stringMatching(/^[a-z]{1,8}$/));
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 10 }), (turns) => {
        const cues = turns.map(([speaker, said], index) => {
          const second = String(index).padStart(2, '0');
          return `00:00:${second}.000 --> 00:00:${second}.900\n<v ${speaker}>${said}</v>`;
        });
        const lines = vttToText(['WEBVTT', ...cues].join('\n\n')).text.split('\n');
        const said = lines.flatMap((line) => {
          const [, speaker = '', words = ''] = /^\[[\d:]+\] ([^:]+): (.*)$/.exec(line) ?? [];
          return words.split(' ').map((one) => [speaker, one]);
        });
        expect(said).toEqual(turns);
      }),
      { numRuns: 500 },
    );
  });
});
