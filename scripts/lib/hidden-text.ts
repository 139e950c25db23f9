import { removedHtml, shownHtml } from '../../packages/document-text/test/samples/hidden-html.ts';
import { removedOffice, shownOffice } from '../../packages/document-text/test/samples/hidden-office.ts';
import { removedPdf, shownPdf } from '../../packages/document-text/test/samples/hidden-pdf.ts';
import { markdownTechniques } from '../../packages/document-text/test/samples/markdown-links.ts';

/** Invisible characters and line breaks as escapes, so that the table shows them. */
function codeOf(source: string): string {
  const visible = source.replaceAll(/[^\x20-\x7E]/g, (character) =>
    character === '\n' ? '\\n' : `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
  const fence = visible.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${visible} ` : visible}${fence}`;
}

/** Rows of the table of hiding techniques, from the samples that the tests of document-text run. */
export function hiddenTextRows(): string[][] {
  const html = (result: string) => (one: { readonly group: string; readonly source: string }) => [
    `HTML: ${one.group.toLowerCase()}`,
    codeOf(one.source),
    result,
  ];
  const office = (result: string) => (one: { readonly group: string; readonly name: string }) => [
    one.group,
    codeOf(one.name),
    result,
  ];
  const pdf = (result: string) => (one: { readonly name: string }) => ['PDF', codeOf(one.name), result];
  return [
    ...removedHtml.map(html('removed')),
    ...shownHtml.map(html('shown')),
    ...removedOffice.map(office('removed')),
    ...shownOffice.map(office('shown')),
    ...removedPdf.map(pdf('removed')),
    ['PDF', '`in a form that is drawn in white`', 'removed'],
    ['PDF', '`on a layer that is off`', 'removed'],
    ['PDF', '`OCR layer of a scan (render mode 3 over an image)`', 'shown, with a note'],
    ...shownPdf.map(pdf('shown')),
    ...markdownTechniques.map((source) => ['Markdown', codeOf(source), 'neutralized']),
  ];
}
