import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XmlScanner } from '../src/xml/scanner.ts';
import { expectCode } from './support/expect-code.ts';

function scan(pieces: readonly string[]): string[] {
  const events: string[] = [];
  const scanner = new XmlScanner({
    open(name, attributes) {
      events.push(`<${name}${attributes.get('id') === undefined ? '' : ` ${attributes.get('id')}`}`);
    },
    close(name) {
      events.push(`>${name}`);
    },
    text(text) {
      if (events.at(-1)?.startsWith('=')) events[events.length - 1] += text;
      else events.push(`=${text}`);
    },
  });
  for (const piece of pieces) scanner.write(piece);
  scanner.end();
  return events;
}

const document =
  '<?xml version="1.0"?>\n<!-- <x> --><w:a xmlns:w="u" w:id="1 > 2"><b id=\'&lt;&#x41;&#66;\'/>t &amp; u<![CDATA[<raw>&amp;]]><w:c ></w:c ></w:a>\n';
const events = ['<a 1 > 2', '<b <AB', '>b', '=t & u<raw>&amp;', '<c', '>c', '>a'];

describe('XmlScanner', () => {
  it('reads elements, attributes, references, CDATA and comments', () => {
    expect(scan([document])).toEqual(events);
  });

  it('emits the same events for any split into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: document.length }), { maxLength: 12 }), (cuts) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), document.length];
        const pieces = bounds.slice(1).map((end, index) => document.slice(bounds[index], end));
        expect(scan(pieces)).toEqual(events);
      }),
      { numRuns: 500 },
    );
    expect(scan(document.split(''))).toEqual(events);
  });

  it('distinguishes attributes with and without prefix', () => {
    const found: (string | undefined)[] = [];
    const scanner = new XmlScanner({
      open(_, attributes) {
        found.push(attributes.get('id'), attributes.getPrefixed('id'), attributes.get('missing'));
      },
      close() {},
      text() {},
    });
    scanner.write('<p:sldId id="256" r:id="rId2"/>');
    scanner.end();
    expect(found).toEqual(['256', 'rId2', undefined]);
  });

  it.each([
    ['&#0;', '\uFFFD'],
    ['&#xD800;', '\uFFFD'],
    ['&#x110000;', '\uFFFD'],
    ['&#x1F600;', '😀'],
    ['a & b &', 'a & b &'],
  ])('decodes %j', (source, text) => {
    expect(scan([`<a>${source}</a>`])).toEqual(['<a', `=${text}`, '>a']);
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'declares its own document type'],
    [
      'an entity bomb',
      `<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "${'&a;'.repeat(10)}">]><l>&b;</l>`,
      'declares its own document type',
    ],
    [
      'an external entity',
      '<!DOCTYPE a SYSTEM "https://evil.example/x.dtd"><a/>',
      'declares its own document type',
    ],
    ['an undeclared entity', '<a>&nbsp;</a>', 'an undeclared entity'],
    ['the name of an inherited property as entity', '<a>&constructor;</a>', 'an undeclared entity'],
    ['tags that do not match', '<a><b></a></b>', 'tags that do not match'],
    ['an end without a start', '</a>', 'an end tag without a start tag'],
    ['two roots', '<a/><b/>', 'more than one root'],
    ['nothing', '', 'it is truncated'],
    ['only text', 'hello', 'it is truncated'],
    ['an open element at the end', '<a><b></b>', 'it is truncated'],
    ['an open tag at the end', '<a></a', 'it is truncated'],
    ['an open comment at the end', '<a/><!-- x', 'it is truncated'],
    ['a tag in a tag', '<a <b>', 'a tag inside a tag'],
    ['a tag without a name', '<a>< b/></a>', 'a tag without a name'],
  ])('rejects %s', async (_, source, reason) => {
    await expectCode(() => scan([source]), 'damaged');
    expect(() => scan([source])).toThrow(reason);
  });

  it('reads a document of which 16,384 levels are left out', () => {
    const levels = 512 + 16_384;
    const source = `${'<a>'.repeat(levels)}<b/>${'</a>'.repeat(levels)}`;
    expect(scan([source]).filter((event) => event === '<a')).toHaveLength(512);
  });

  it.each([
    ['nesting without end', '<a>'.repeat(100_000), 'too_large'],
    ['16,385 levels that are left out', '<a>'.repeat(512 + 16_385), 'too_large'],
    ['a tag without end', `<a ${'x="y" '.repeat(300_000)}`, 'damaged'],
    ['an attribute without end', `<a x="${'y'.repeat(2_000_000)}`, 'damaged'],
    ['nothing but tag openings', '<'.repeat(200_000), 'damaged'],
  ] as const)('stops at %s', async (_, source, code) => {
    const pieces = Array.from({ length: Math.ceil(source.length / 16_384) }, (_, index) =>
      source.slice(index * 16_384, (index + 1) * 16_384),
    );
    await expectCode(() => scan(pieces), code);
  });
});
