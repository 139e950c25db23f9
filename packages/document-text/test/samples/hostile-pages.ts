import { strToU8 } from 'fflate';
import { type HostileDocument, many } from './hostile-document.ts';

const page = (
  name: string,
  file: string,
  ends: HostileDocument['ends'],
  make: () => string,
): HostileDocument => ({
  name,
  file,
  ends,
  make: () => strToU8(make()),
});

const base64 = (bytes: number) => `${'PGI+'.repeat(19)}\n`.repeat(bytes / 77);

/** Pages, mails and texts that take far more time or memory than their size says. */
export const hostilePages: readonly HostileDocument[] = [
  page('HTML of elements in elements', 'a.html', 'cut', () => '<div>'.repeat(1_500_000)),
  page('HTML of tables in tables', 'a.html', 'cut', () => '<table><tr><td>x'.repeat(400_000)),
  page('HTML of quotes in quotes', 'a.html', 'cut', () => '<blockquote>x'.repeat(500_000)),
  page('HTML of lists in lists', 'a.html', 'cut', () => '<ul><li>x'.repeat(500_000)),
  page(
    'HTML of a million attributes',
    'a.html',
    'cut',
    () => `<p ${many(1_000_000, (index) => `a${index} `)}>x`,
  ),
  page('HTML of references', 'a.html', 'cut', () => '&lt;'.repeat(2_000_000)),
  page('HTML of style sheets', 'a.html', 'cut', () =>
    many(30, (sheet) => `<style>${many(8000, (index) => `.a${index}x${sheet}{display:none}`)}</style>`),
  ),
  page(
    'HTML of a media attribute of 300,000 queries',
    'a.html',
    { text: 'x' },
    () => `<style media="${'a,'.repeat(300_000)}">p{display:none}</style><p>x`,
  ),
  page(
    'HTML of one rule of 100,000 selectors',
    'a.html',
    { text: 'x' },
    () => `<style>${many(100_000, (index) => `.a${index},`)}b{display:none}</style><b>x`,
  ),
  page(
    'HTML of rules of 1,000 selectors',
    'a.html',
    'cut',
    () =>
      `<style>${many(100, (rule) => `${many(1000, (index) => `.a${index}x${rule},`)}b{display:none}`)}</style><b>x`,
  ),
  page(
    'HTML of nested rules',
    'a.html',
    { text: 'x' },
    () =>
      `<style>${many(3000, (index) => `${`.a${index},.b${index}{`.repeat(15)}c{color:red}${'}'.repeat(15)}`)}</style><b>x`,
  ),
  page('HTML of one attribute', 'a.html', { text: '' }, () => `<p title="${'\u0100x'.repeat(2_400_000)}">x`),
  page(
    'HTML of selectors over deep elements',
    'a.html',
    'cut',
    () =>
      `<style>${many(200, (index) => `div div div div div .a${index},div div div div b{display:none}`)}</style>${'<div><b>'.repeat(300_000)}`,
  ),
  page(
    'HTML of siblings',
    'a.html',
    'cut',
    () => `<style>p:nth-of-type(3n) ~ p ~ p ~ i{display:none}</style>${'<p>x</p><i>y</i>'.repeat(60_000)}`,
  ),
  page(
    'HTML of rules for every element',
    'a.html',
    'cut',
    () => `<style>${many(4000, (index) => `[a${index}]{display:none}`)}</style>${'<i>x</i>'.repeat(100_000)}`,
  ),
  page(
    'HTML of variables',
    'a.html',
    'cut',
    () =>
      `<style>${many(200, (index) => `:root{--v${index}:${'var(--v0) '.repeat(50)}}`)}</style>${many(60_000, (index) => `<p style="--v0:${index};color:var(--v1)">x`)}`,
  ),
  page(
    'HTML of rules that all match',
    'a.html',
    'cut',
    () => `<style>${'.a{color:red}'.repeat(500)}</style>${'<p class=a>x'.repeat(60_000)}`,
  ),
  page('HTML of a long class attribute', 'a.html', 'cut', () => {
    const rules = many(300, (index) => `.c${index} i{color:red}`);
    return `<style>${rules}</style><p class="${'a\n'.repeat(200_000)}">${'<i>x</i>'.repeat(60_000)}`;
  }),
  page('HTML of long class attributes that are negated', 'a.html', 'cut', () => {
    const rules = many(1000, (index) => `p:not(.c${index}){color:red}`);
    return `<style>${rules}</style>${`<p class="${'a '.repeat(4000)}">x`.repeat(500)}`;
  }),
  page('HTML of languages of ancestors', 'a.html', 'cut', () => {
    const rules = many(300, (index) => `i:lang(x${index}){color:red}`);
    return `<style>${rules}</style>${'<i>x'.repeat(100_000)}`;
  }),
  page('HTML of layers', 'a.html', 'cut', () => {
    const rules = many(2000, (index) => `@layer a.b.c.d${index}{.a{color:red!important}}`);
    return `<style>${rules}</style>${'<p class=a>x'.repeat(60_000)}`;
  }),
  page('HTML of styles', 'a.html', 'cut', () => many(300_000, (index) => `<p style=left:${index}px>x`)),
  page('HTML of one table', 'a.html', 'cut', () => `<table>${'<tr><td>a<td>b'.repeat(400_000)}`),
  page(
    'HTML of cells that span',
    'a.html',
    'cut',
    () => `<table>${'<tr><td rowspan=1000 colspan=256>a'.repeat(100_000)}`,
  ),
  page('HTML of links', 'a.html', 'cut', () =>
    many(200_000, (index) => `<a href=https://a.example/${index}>x</a> `),
  ),
  page('HTML of openings', 'a.html', 'cut', () => '<'.repeat(7_000_000)),
  page('Text of what nobody sees', 'a.txt', 'cut', () => '\u200B'.repeat(2_500_000)),
  page('Text of what nobody sees between letters', 'a.txt', 'cut', () => 'a\u200Bb\u200D'.repeat(900_000)),
  page('Text of tags', 'a.md', 'cut', () => '<a'.repeat(3_500_000)),
  page('Text of pictures', 'a.md', 'cut', () => '![<a>'.repeat(1_500_000)),
  page('Text of links', 'a.md', 'cut', () => '[a](https://'.repeat(660_000)),
  page('JSON of lists in lists', 'a.json', 'cut', () => '['.repeat(3_000_000) + ']'.repeat(3_000_000)),
  page('CSV of quotes', 'a.csv', 'cut', () => '"",'.repeat(3_000_000)),
  page(
    'Transcript of cues',
    'a.vtt',
    'cut',
    () => `WEBVTT\n\n${many(300_000, (index) => `${index % 99}:00:00-->\n<v ${index % 7}>a\n\n`)}`,
  ),
  page(
    'Transcript of voices in one cue',
    'a.vtt',
    { text: `[00:00:00]a:${'xx'.repeat(10)}` },
    () => `WEBVTT\n\n0:0-->\n${'<v a>xx '.repeat(10)}${' '.repeat(4096)}${'<v b>y '.repeat(1_000_000)}`,
  ),
  page('Mail of parts in parts', 'a.eml', 'damaged', () =>
    many(9000, (index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`),
  ),
  page('Mail of short lines', 'a.eml', 'cut', () => `Content-Type: text/plain\n\n${'a\n'.repeat(4_000_000)}`),
  page(
    'Mail of a page in base64',
    'a.eml',
    'cut',
    () => `Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n${base64(18_000_000)}`,
  ),
  page(
    'Mail of messages in messages',
    'a.eml',
    'cut',
    () => `${'Content-Type: message/rfc822\n\n'.repeat(31)}Subject: a\n\n${'x\n'.repeat(2_000_000)}`,
  ),
  page('Mail to everybody', 'a.eml', 'damaged', () => `To: ${'a:b;'.repeat(60_000)}\n\nx`),
];
