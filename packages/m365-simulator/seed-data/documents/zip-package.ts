import { zipSync } from 'fflate';

/** An Office Open XML package of XML parts, byte for byte the same each time. */
export function zipPackage(parts: Readonly<Record<string, string>>): Uint8Array {
  const encoder = new TextEncoder();
  const files = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, encoder.encode(xml)]));
  return zipSync(files, { level: 6, mtime: '2026-01-02T03:04:06' });
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

/** Text for an XML element or attribute. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** `[Content_Types].xml` for parts by name. */
export function contentTypesPart(overrides: Readonly<Record<string, string>>): string {
  const rows = Object.entries(overrides).map(
    ([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`,
  );
  return `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${rows.join('')}</Types>`;
}

/** A `.rels` part: id, type (the last part of its URI), target. */
export function relationshipsPart(
  rows: readonly (readonly [id: string, type: string, target: string, external?: 'External'])[],
): string {
  const base = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/';
  const body = rows.map(
    ([id, type, target, external]) =>
      `<Relationship Id="${id}" Type="${type.startsWith('http') ? type : base + type}" Target="${xmlText(target)}"${external ? ' TargetMode="External"' : ''}/>`,
  );
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${body.join('')}</Relationships>`;
}

/** `docProps/core.xml`. */
export function corePropertiesPart(title: string, author: string): string {
  return `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>${xmlText(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">2026-01-02T03:04:06Z</dcterms:created></cp:coreProperties>`;
}

export const packageRelationships = {
  core: [
    'rId9',
    'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
    'docProps/core.xml',
  ],
} as const;
