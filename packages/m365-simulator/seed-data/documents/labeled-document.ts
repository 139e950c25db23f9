import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { contoso } from '../tenants.ts';
import { type Document, contentTypes, once, textDocument } from './document.ts';
import { docx } from './docx.ts';
import { pdf } from './pdf.ts';
import { pptx } from './pptx.ts';
import { xlsx } from './xlsx.ts';
import { contentTypesPart, xmlHead, xmlText } from './zip-package.ts';

/** A sensitivity label of Microsoft Purview. */
export interface SeedLabel {
  readonly id: string;
  /** The tenant that the label belongs to. */
  readonly tenantId: string;
  readonly name: string;
}

/** A label of Contoso. */
export const boardOnly: SeedLabel = {
  id: '7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704',
  tenantId: contoso,
  name: 'Board only',
};

/** The metadata of a label by name, as the Microsoft Information Protection SDK writes it. */
export function labelProperties({ id, tenantId, name }: SeedLabel): readonly (readonly [string, string])[] {
  const values = {
    Enabled: 'true',
    SetDate: '2026-11-02T10:15:00Z',
    Method: 'Privileged',
    Name: name,
    SiteId: tenantId,
    ContentBits: '0',
  };
  return Object.entries(values).map(([key, value]) => [`MSIP_Label_${id}_${key}`, value]);
}

/** The value of the mail header `msip_labels`. */
export function labelHeader(label: SeedLabel): string {
  return labelProperties(label)
    .map(([name, value]) => `${name}=${value};`)
    .join('\r\n\t');
}

/** A document of the type that its name has, with a paragraph of text and, in its metadata, a label. */
export function labeledDocument(name: string, text: string, label: SeedLabel | undefined): Document {
  const author = 'Adele Vance';
  switch (name.split('.').at(-1)) {
    case 'docx':
      return withLabel(docx(name, name, author, [{ paragraph: [text] }]), label);
    case 'xlsx':
      return withLabel(xlsx(name, name, author, [{ name: 'Sheet1', rows: [[text]] }]), label);
    case 'pptx':
      return withLabel(pptx(name, name, author, [{ title: text }]), label);
    case 'pdf':
      return pdf(name, name, author, [{ lines: [text] }], label && labelProperties(label));
    default:
      return textDocument(name, contentTypes.txt, text);
  }
}

const propertiesType = 'application/vnd.openxmlformats-officedocument.custom-properties+xml';
const labelInfoType = 'application/vnd.ms-office.classificationlabels+xml';
const relationshipTypes = [
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties',
  'http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels',
] as const;

/** Adds the custom properties, and the label information that Office writes since 2020. */
function withLabel(document: Document, label: SeedLabel | undefined): Document {
  if (!label) return document;
  const bytes = once(() => {
    const parts = unzipSync(document.bytes());
    const change = (part: string, edit: (xml: string) => string) => {
      parts[part] = strToU8(edit(strFromU8(parts[part] ?? new Uint8Array())));
    };
    const names = ['docProps/custom.xml', 'docMetadata/LabelInfo.xml'] as const;
    const types = contentTypesPart({ [names[0]]: propertiesType, [names[1]]: labelInfoType });
    const overrides = /<Override.*(?=<\/Types>)/.exec(types)?.[0] ?? '';
    change('[Content_Types].xml', (xml) => xml.replace('</Types>', `${overrides}</Types>`));
    const relationships = names.map(
      (name, index) =>
        `<Relationship Id="rIdLabel${index}" Type="${relationshipTypes[index] ?? ''}" Target="${name}"/>`,
    );
    change('_rels/.rels', (xml) =>
      xml.replace('</Relationships>', `${relationships.join('')}</Relationships>`),
    );
    parts[names[0]] = strToU8(customProperties(label));
    parts[names[1]] = strToU8(labelInfo(label));
    return zipSync(parts, { level: 6, mtime: '2026-01-02T03:04:06' });
  });
  return { ...document, bytes };
}

function customProperties(label: SeedLabel): string {
  const rows = labelProperties(label).map(
    ([name, value], index) =>
      `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="${index + 2}" name="${name}"><vt:lpwstr>${xmlText(value)}</vt:lpwstr></property>`,
  );
  return `${xmlHead}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${rows.join('')}</Properties>`;
}

function labelInfo({ id, tenantId }: SeedLabel): string {
  return `${xmlHead}<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{${id}}" enabled="1" method="Privileged" siteId="{${tenantId}}" contentBits="0" removed="0"/></clbl:labelList>`;
}
