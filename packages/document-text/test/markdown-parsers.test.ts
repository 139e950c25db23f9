import { HtmlRenderer, Parser } from 'commonmark';
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { cleanUntrusted } from '../src/sanitize.ts';
import { markdownTechniques } from './samples/markdown-links.ts';

const commonmark = { parser: new Parser(), renderer: new HtmlRenderer() };
const markdownIt = new MarkdownIt({ html: true });
const marked = new Marked({ gfm: true });
const parsers: readonly (readonly [name: string, render: (text: string) => string])[] = [
  ['commonmark', (text) => commonmark.renderer.render(commonmark.parser.parse(text))],
  ['markdown-it', (text) => markdownIt.render(text)],
  ['marked', (text) => marked.parse(text, { async: false })],
];
/** Elements that Markdown itself produces from text and structure. */
const ownElements =
  /^(?:p|em|strong|del|code|pre|blockquote|ul|ol|li|h[1-6]|hr|br|table|thead|tbody|tr|th|td|input)$/;

function bareUrl(html: string): string {
  const text = html.replaceAll(/&(quot|lt|gt|#39|amp);/g, (_, name: string) =>
    name === 'quot' ? '"' : name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'amp' ? '&' : "'",
  );
  return encodeURI(text.replace(/^(?:mailto:|http:\/\/)/i, '')).replaceAll('%25', '%');
}

/** Images, raw HTML, and links whose text is not their target. A bare URL that becomes a link shows where it leads. */
function unsafeElements(html: string): string[] {
  const found: string[] = [];
  for (const [tag, name = ''] of html.matchAll(/<\/?([a-z!?][^\s/>]*)[^>]*>/gi)) {
    if (!ownElements.test(name.toLowerCase()) && name.toLowerCase() !== 'a') found.push(tag);
  }
  for (const [link, href = '', text = ''] of html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([^]*?)<\/a>/gi)) {
    if (bareUrl(href) !== bareUrl(text)) found.push(link);
  }
  return found;
}

const symbols =
  '[ ] ( ) ]( ]: ![ \\ < > //e.x https://e.x a - ` " &#40; &lt; [a] | * <b> : ! <!-- --> ^'.split(' ');
const spaced = [
  ' ',
  '\n',
  '\n\n',
  '> ',
  '- ',
  '1. ',
  '```\n',
  '~~~\n',
  '[a]: //e.x',
  '\t',
  '\u00A0',
  '\u200B',
];
const markdownPieces = symbols.concat(spaced);

describe.each(parsers)('text of cleanUntrusted rendered by %s', (_, render) => {
  it.each(markdownTechniques)('has no link, image or HTML of %j', (source) => {
    expect(unsafeElements(render(cleanUntrusted(source).text))).toEqual([]);
  });

  it('has no link, image or HTML of any text', () => {
    const piece = fc.constantFrom(...markdownPieces);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const source = pieces.join('');
        expect(unsafeElements(render(cleanUntrusted(source).text)), source).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });
});
