import { strToU8, zipSync } from 'fflate';
import type { FakeResponse } from '../fake-graph.ts';
import type { ResourceOfText } from './resource-of-text.ts';
import { textBytes } from './text-bytes.ts';

const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const item = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
const guid = 'f45354cb-d634-45df-8b88-2b4e96a1dc45';
const site = `contoso.sharepoint.com,${guid},${guid}`;

const file = (text: string, extension: string) => ({
  id: item,
  name: `${text}.${extension}`,
  size: 10,
  webUrl: 'https://contoso.sharepoint.com/x',
  createdBy: { user: { displayName: text } },
  parentReference: { driveId: drive },
  file: { mimeType: text },
});
const attributeText = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    // oxlint-disable-next-line no-control-regex -- XML cannot hold these
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');

function docx(text: string): Uint8Array {
  const paragraph = `<w:p><w:r><w:t xml:space="preserve">${attributeText(text)}</w:t></w:r></w:p>`;
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': strToU8(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraph}<w:tbl><w:tr><w:tc>${paragraph}</w:tc><w:tc>${paragraph}</w:tc></w:tr></w:tbl></w:body></w:document>`,
    ),
  });
}

/** Files, folders, sites, pages, and oneself. */
export const filesOfText: readonly ResourceOfText[] = [
  ...(['txt', 'md', 'html', 'csv', 'json', 'xml', 'vtt', 'eml'] as const).map(
    (extension) =>
      [
        `a file: ${extension}`,
        `file:///${drive}/${item}`,
        (text: string): FakeResponse =>
          ({ path }) =>
            path.endsWith('/content')
              ? textBytes(extension === 'html' ? `<html><body>${text}</body></html>` : text)
              : file(text, extension),
      ] as const,
  ),
  [
    'a file: docx',
    `file:///${drive}/${item}`,
    (text) =>
      ({ path }) =>
        path.endsWith('/content') ? { bytes: docx(text), contentType: undefined } : file(text, 'docx'),
  ],
  [
    'a folder',
    `file:///${drive}/root`,
    (text) =>
      ({ path }) =>
        path.endsWith('/children')
          ? { value: [file(text, 'txt')] }
          : { ...file(text, ''), file: undefined, folder: { childCount: 1 } },
  ],
  [
    'a site',
    `drive:///sites/${site}`,
    (text) => () => ({ value: [{ id: guid, name: text, webUrl: text, title: text }] }),
  ],
  [
    'a page',
    `page:///sites/${site}/pages/${guid}`,
    (text) => () => ({
      title: text,
      description: text,
      webUrl: text,
      createdBy: { user: { displayName: text } },
      canvasLayout: {
        horizontalSections: [
          {
            columns: [
              {
                webparts: [
                  { innerHtml: `<p>${text}</p>` },
                  {
                    data: {
                      title: text,
                      serverProcessedContent: {
                        htmlStrings: [{ value: text }],
                        searchablePlainTexts: [{ value: text }],
                        links: [{ value: text }],
                      },
                    },
                  },
                ],
              },
            ],
          },
        ],
      },
    }),
  ],
  [
    'oneself',
    'me:///',
    (text) => () => ({ displayName: text, mail: text, userPrincipalName: text, jobTitle: text }),
  ],
];
