import { describe, expect, it } from 'vitest';
import { XmlScanner } from '../src/xml/scanner.ts';

interface Scan {
  readonly events: string[];
  readonly scanner: XmlScanner;
}

function createScan(): Scan {
  const events: string[] = [];
  const handler = {
    open: (name: string, _: unknown, isEmpty: boolean) => void events.push(`<${name}${isEmpty ? '/' : ''}`),
    close: (name: string) => void events.push(`>${name}`),
    text: (text: string) => void events.push(`=${text}`),
  };
  return { events, scanner: new XmlScanner(handler) };
}

function scan(...pieces: readonly string[]): string[] {
  const { events, scanner } = createScan();
  for (const piece of pieces) scanner.write(piece);
  scanner.end();
  return events;
}

/** The values that the attributes of a tag return for a name, without and with a prefix. */
function attributesOf(tag: string, name: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const scanner = new XmlScanner({
    open: (_, attributes) => void found.push(attributes.get(name), attributes.getPrefixed(name)),
    close: () => undefined,
    text: () => undefined,
  });
  scanner.write(tag);
  scanner.end();
  return found;
}

describe('XmlScanner with markup at the edges', () => {
  it.each([
    ['white space and comments around the root', ' <!-- a --><?p x?>\n<a/> <!-- b --> ', ['<a/', '>a']],
    ['text only within the root', 'x<a>y</a>z<!-- -->', ['<a', '=y', '>a']],
    ['an empty comment', '<a><!----></a>', ['<a', '>a']],
    ['a comment with dashes', '<a><!-- - -- x --></a>', ['<a', '>a']],
    ['an empty CDATA section', '<a><![CDATA[]]></a>', ['<a', '=', '>a']],
    ['a CDATA section with brackets', '<a><![CDATA[x]]]></a>', ['<a', '=x]', '>a']],
    ['an instruction with a question mark', '<a><?p ? > ?>x</a>', ['<a', '=x', '>a']],
    ['spaces in an end tag', '<a>x</a \n>', ['<a', '=x', '>a']],
    ['a slash within an attribute', '<a b="/">x</a>', ['<a', '=x', '>a']],
    ['a self-closing tag with attributes', '<a><b c="d" /></a>', ['<a', '<b/', '>b', '>a']],
    ['names that begin alike', '<a><ab><abc/></ab></a>', ['<a', '<ab', '<abc/', '>abc', '>ab', '>a']],
    [
      'names of the same length that begin and end alike',
      '<axb><ayb/></axb>',
      ['<axb', '<ayb/', '>ayb', '>axb'],
    ],
    ['a name that begins with another', '<a><z/><z-/></a>', ['<a', '<z/', '>z', '<z-/', '>z-', '>a']],
    ['a greater-than sign in single quotes', `<a b='>'>x</a>`, ['<a', '=x', '>a']],
    ['prefixes', '<w:p><r:p/></w:p>', ['<p', '<p/', '>p', '>p']],
    ['a comment that begins with a greater-than sign', '<a><!-->x--></a>', ['<a', '>a']],
    ['a comment after another', '<a><!--x--><!--y--></a>', ['<a', '>a']],
    ['CDATA sections side by side', '<a><![CDATA[x]]><![CDATA[y]]></a>', ['<a', '=x', '=y', '>a']],
    ['no CDATA section outside the root', '<![CDATA[x]]><a/><![CDATA[y]]>', ['<a/', '>a']],
    ['an instruction that begins with a greater-than sign', '<a><?>x?></a>', ['<a', '>a']],
    ['empty attributes', `<a b="" c=''><d/></a>`, ['<a', '<d/', '>d', '>a']],
    ['a slash before the name of an attribute', '<a/b="1"></a>', ['<a', '>a']],
    ['a reference of 16 characters', '<a>&#x0000000001F600;</a>', ['<a', '=😀', '>a']],
    ['a longer reference as text', '<a>&#x00000000001F600;</a>', ['<a', '=&#x00000000001F600;', '>a']],
  ])('reads %s', (_case, source, events) => {
    expect(scan(source)).toEqual(events);
    // One character at a time, an incomplete token is kept.
    const text = (all: readonly string[]) =>
      all
        .filter((event) => event !== '=')
        .join('')
        .replaceAll('=', '');
    expect(text(scan(...source.split('')))).toBe(text(events));
  });

  it.each([
    ['another name', '<a></b>'],
    ['a longer name', '<a></ab>'],
    ['a shorter name', '<ab></a>'],
    ['another prefix', '<x:a></y:a>'],
    ['an empty name', '<a></>'],
  ])('rejects an end tag with %s', (_case, source) => {
    expect(() => scan(source)).toThrow('do not match');
  });

  it.each([
    ['a document type in lower case', '<!doctype a><a/>'],
    ['an unknown declaration', '<a><!ELEMENT b></a>'],
    ['a malformed CDATA section', '<a><![CDATX[x]]></a>'],
    ['a malformed comment', '<a><!- x --></a>'],
  ])('rejects %s', (_case, source) => {
    expect(() => scan(source)).toThrow('declares its own');
  });

  it('rejects text after the root that is an open tag', () => {
    expect(() => scan('<a/><b')).toThrow('truncated');
    expect(scan('<a/>', ' \n ')).toEqual(['<a/', '>a']);
  });
});

describe('references in pieces', () => {
  it.each<[string, readonly string[], string]>([
    ['in the middle', ['<a>x&am', 'p;y</a>'], 'x&y'],
    ['after the ampersand', ['<a>x&', 'lt;y</a>'], 'x<y'],
    ['before the semicolon', ['<a>&#x1F600', ';</a>'], '😀'],
    ['an ampersand alone, far from the end', [`<a>& ${'b'.repeat(20)}`, 'c</a>'], `& ${'b'.repeat(20)}c`],
  ])('are decoded when they are split %s', (_case, pieces, text) => {
    const events = scan(...pieces);
    expect(
      events
        .filter((event) => event.startsWith('='))
        .map((event) => event.slice(1))
        .join(''),
    ).toBe(text);
  });

  it.each([
    ['&amp;&lt;&gt;&quot;&apos;', `&<>"'`],
    ['&#65;&#x42;&#X43;', 'ABC'],
    ['&#xDFFF;&#xE000;&#x10FFFF;', '\uFFFD\uE000\u{10FFFF}'],
    ['&#xD7FF;&#xD800;&#1;&#0;', '\uD7FF\uFFFD\u0001\uFFFD'],
    ['&#65x;&#65', 'A&#65'],
    ['&#xyz;', '\uFFFD'],
    ['&amp;lt;', '&lt;'],
  ])('%s is %j', (source, text) => {
    expect(scan(`<a>${source}</a>`)).toEqual(['<a', `=${text}`, '>a']);
  });
});

describe('XmlAttributes', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['single quotes', "<a id='1'/>", '1', undefined],
    ['white space around the equals sign', '<a id \n=\t "1"/>', '1', undefined],
    ['the first of two', '<a id="1" id="2"/>', '1', undefined],
    ['one with a prefix', '<a r:id="1"/>', '1', '1'],
    ['one with a prefix behind one without', '<a id="1" r:id="2"/>', '1', '2'],
    ['a name that ends alike', '<a guid="1" id="2"/>', '2', undefined],
    ['a name that begins alike', '<a ids="1" id="2"/>', '2', undefined],
    ['a value that looks like one', `<a x=" id='1'" id="2"/>`, '2', undefined],
    ['an empty value', '<a id=""/>', '', undefined],
    ['references', '<a id="&lt;1&gt;"/>', '<1>', undefined],
    ['a greater-than sign', '<a id="1>2"></a>', '1>2', undefined],
    ['no white space before it', '<a x="1"id="2"/>', '2', undefined],
    ['another of a shorter name before it', '<a i="0" d="1" id="2"/>', '2', undefined],
    ['a slash in its place', '<a/id="1"></a>', undefined, undefined],
    ['white space in its value', '<a id=" 1 "/>', ' 1 ', undefined],
    ['a prefix behind white space', "<a\n r:id\t=\n'1'></a>", '1', '1'],
    ['an equals sign in its value', '<a id="x=1" r:id="2=3"/>', 'x=1', '2=3'],
    ['one without a value before it', '<a checked id="1"/>', '1', undefined],
    ['one without quotes before it', '<a x=1 id="2"/>', undefined, undefined],
    ['no quotes', '<a id=1/>', undefined, undefined],
    ['no value', '<a id/>', undefined, undefined],
    ['an equals sign only', '<a id=/>', undefined, undefined],
    ['no attributes', '<a/>', undefined, undefined],
  ])('finds an attribute with %s', (_case, tag, value, prefixed) => {
    expect(attributesOf(tag, 'id')).toEqual([value, prefixed]);
  });
});
