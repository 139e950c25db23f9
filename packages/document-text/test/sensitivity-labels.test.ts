import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../src/read-document.ts';
import { parseLabelHeader } from '../src/sensitivity-labels.ts';
import { buildCompoundFile, wide } from './support/compound-builder.ts';
import { expectCode } from './support/expect-code.ts';
import { buildDocx } from './support/ooxml-builder.ts';
import { buildPdfFile, flate } from './support/pdf-builder.ts';

const id = '2096f6a2-d2f7-48be-b329-b73aaa526e5d';
const other = '8faca7b8-8d20-48a3-8ea2-0f96310a848e';
const tenantId = 'cb46c030-1825-4e81-a295-151c039dbf02';

const plain = buildDocx({ body: '<w:p><w:r><w:t>Text</w:t></w:r></w:p>' });

/** A Word document with further parts. */
function withParts(parts: Readonly<Record<string, string>>): Uint8Array {
  const added = Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)] as const);
  return zipSync({ ...unzipSync(plain), ...Object.fromEntries(added) });
}

const property = (name: string, value: string) =>
  `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="${name}"><vt:lpwstr>${value}</vt:lpwstr></property>`;

function custom(properties: readonly (readonly [string, string])[]): Record<string, string> {
  const rows = properties.map(([name, value]) => property(name, value)).join('');
  return {
    'docProps/custom.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${rows}</Properties>`,
  };
}

const labelInfo = (...labels: readonly string[]) => ({
  'docMetadata/LabelInfo.xml': `<?xml version="1.0"?><clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">${labels.join('')}</clbl:labelList>`,
});

const element = (enabled: string, removed: string, labelId = id) =>
  `<clbl:label id="{${labelId}}" enabled="${enabled}" method="Privileged" siteId="{${tenantId}}" contentBits="0" removed="${removed}"/>`;

async function labelsOf(bytes: Uint8Array) {
  const document = await readDocument(bytes);
  return 'labels' in document ? document.labels : undefined;
}

const label = (
  values: Partial<{ id: string; tenantId: string | undefined; name: string | undefined }> = {},
) => ({
  id,
  tenantId,
  name: undefined,
  ...values,
});

describe('labels of an Office document', () => {
  it('has no labels without metadata', async () => {
    expect(await labelsOf(plain)).toEqual([]);
  });

  it('reads the custom properties, in any case', async () => {
    const bytes = withParts(
      custom([
        [`msip_label_${id.toUpperCase()}_ENABLED`, 'True'],
        [`MSIP_Label_${id}_SiteId`, tenantId.toUpperCase()],
        [`MSIP_Label_${id}_Name`, 'R&amp;D only'],
        ['Department', 'Sales'],
      ]),
    );
    expect(await labelsOf(bytes)).toEqual([label({ name: 'R&D only' })]);
  });

  it('reads the label information alone', async () => {
    expect(await labelsOf(withParts(labelInfo(element('1', '0'))))).toEqual([label()]);
  });

  it.each([
    ['disabled in the custom properties', custom([[`MSIP_Label_${id}_Enabled`, 'False']])],
    ['disabled in the label information', labelInfo(element('0', '0'))],
    ['removed in the label information', labelInfo(element('1', '1'))],
    ['of an invalid id', labelInfo(element('1', '0', 'secret'))],
  ])('leaves out a label that is %s', async (_, parts) => {
    expect(await labelsOf(withParts(parts))).toEqual([]);
  });

  it.each([
    [
      'the parts contradict each other',
      { ...custom([[`MSIP_Label_${id}_Enabled`, 'true']]), ...labelInfo(element('0', '1')) },
    ],
    [
      'a property is repeated',
      custom([
        [`MSIP_Label_${id}_Enabled`, 'false'],
        [`MSIP_Label_${id}_Enabled`, 'true'],
      ]),
    ],
    [
      'no property says whether it is enabled',
      custom([
        [`MSIP_Label_${id}_Method`, 'Standard'],
        [`MSIP_Label_${id}_Name`, 'A'],
      ]),
    ],
    ['an element is repeated', labelInfo(element('0', '0'), element('1', '0'))],
  ])('counts a label where %s', async (_, parts) => {
    const found = await labelsOf(withParts(parts));
    expect(found?.map((one) => one.id)).toEqual([id]);
  });

  it('lists the labels of several tenants, and a label once for each tenant that it names', async () => {
    const foreign = '11111111-1111-4111-8111-111111111111';
    const parts = custom([
      [`MSIP_Label_${id}_SiteId`, tenantId],
      [`MSIP_Label_${other}_SiteId`, foreign],
      [`MSIP_Label_${id}_SiteId`, foreign],
    ]);
    expect(await labelsOf(withParts(parts))).toEqual([
      label(),
      label({ tenantId: foreign }),
      label({ id: other, tenantId: foreign }),
    ]);
  });

  it.each([
    ['malformed', `<Properties>${property(`MSIP_Label_${id}_Enabled`, 'true')}<b></Properties>`],
    ['with a document type', `<!DOCTYPE a [<!ENTITY b "c">]><Properties/>`],
    ['of another encoding', '\u0000\u0001'],
  ])('reads the text and the other part where custom properties are %s', async (_, xml) => {
    const document = await readDocument(
      withParts({ 'docProps/custom.xml': xml, ...labelInfo(element('1', '0')) }),
    );
    expect(document).toMatchObject({ sections: ['Text'], labels: [label()] });
  });

  it('finds a label after a hundred thousand other properties', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => [`P${index}`, 'x'] as const);
    const bytes = withParts(custom([...many, [`MSIP_Label_${id}_Enabled`, 'true']]));
    expect(await labelsOf(bytes)).toEqual([label({ tenantId: undefined })]);
  });
});

describe('labels of a PDF', () => {
  const objects = (info: string, catalog = '', more: Parameters<typeof buildPdfFile>[0] = []) =>
    buildPdfFile(
      [
        `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
        '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
        `<< /Title (T) ${info} >>`,
        ...more,
      ],
      '/Info 4 0 R',
    );

  it('reads the document information', async () => {
    const info = `/MSIP_Label_${id}_Enabled (true) /MSIP_Label_${id}_SiteId (${tenantId}) /MSIP_Label_${id}_Name (Secret)`;
    expect(await labelsOf(objects(info))).toEqual([label({ name: 'Secret' })]);
  });

  it.each([
    `<pdfx:MSIP_Label_${id}_Enabled>true</pdfx:MSIP_Label_${id}_Enabled><pdfx:MSIP_Label_${id}_SiteId>${tenantId}</pdfx:MSIP_Label_${id}_SiteId>`,
    `<rdf:Description pdfx:MSIP_Label_${id}_Enabled="true" pdfx:MSIP_Label_${id}_SiteId='${tenantId}'/>`,
  ])('reads the XMP metadata %#', async (xmp) => {
    const metadata = flate(`<x:xmpmeta>${xmp}</x:xmpmeta>`, '/Type /Metadata /Subtype /XML');
    expect(await labelsOf(objects('', '/Metadata 5 0 R', [metadata]))).toEqual([label()]);
  });

  it.each([
    ['/AF [5 0 R]', '<< /Type /Filespec /AFRelationship /EncryptedPayload /UF (a.pdf) >>'],
    ['/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>', '<< /Type /Filespec /EP << /Subtype /X >> >>'],
    [
      '/Names << /EmbeddedFiles << /Kids [6 0 R] >> >>',
      '<< /Type /Filespec /F (MicrosoftIRMServices Protected PDF.pdf) >>',
    ],
  ])('rejects the wrapper of a protected PDF: %s', async (catalog, specification) => {
    const more = [specification, '<< /Names [(a) 5 0 R] >>'];
    await expectCode(() => readDocument(objects('', catalog, more)), 'protected');
  });

  it('reads a PDF with other attachments', async () => {
    const bytes = objects('', '/AF [5 0 R]', ['<< /Type /Filespec /AFRelationship /Data /UF (a.csv) >>']);
    expect(await labelsOf(bytes)).toEqual([]);
  });
});

describe('labels of a saved mail', () => {
  const header = `MSIP_Label_${id}_Enabled=true;\r\n MSIP_Label_${id}_SiteId=${tenantId};\r\n MSIP_Label_${id}_Name=All Employees;`;

  it('reads the header msip_labels', async () => {
    const mail = `From: a@b.example\r\nMSIP_Labels: ${header}\r\nSubject: S\r\n\r\nText`;
    const document = await readDocument(strToU8(mail), { name: 'a.eml' });
    expect(document).toMatchObject({ labels: [label({ name: 'All Employees' })] });
  });

  it.each([
    ['', []],
    [`MSIP_Label_${id}_Enabled=False;MSIP_Label_${id}_Name=A;`, []],
    [`MSIP_Label_${id}_Enabled = True ; MSIP_Label_${id}_SiteId={${tenantId}}`, [label()]],
    [`MSIP_Label_nonsense_Enabled=true;`, []],
  ])('parses %j', (value, expected) => {
    expect(parseLabelHeader(value)).toEqual(expected);
  });

  const inner = `From: c@d.example\r\nSubject: Inner\r\nmsip_labels: ${header}\r\n\r\nInner text`;
  const parts = `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nOuter\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--x--`;

  it.each([
    ['a mail in it, of which the text is read', parts],
    ['the only part', `Content-Type: message/rfc822\r\n\r\n${inner}`],
    ['the second of two headers', `msip_labels: \r\nmsip_labels: ${header}\r\n\r\nText`],
    ['a header on lines of its own', `msip_labels:\r\n\t${header}\r\n\r\nText`],
    ['a Base64 header', `msip_labels: =?utf-8?B?${btoa(header)}?=\r\n\r\nText`],
    [
      'a quoted-printable header in two words',
      `msip_labels: =?utf-8?Q?MSIP=5FLabel=5F${id.slice(0, 9)}?=\r\n =?utf-8?Q?${id.slice(9)}=5FEnabled=3Dtrue;MSIP=5FLabel=5F${id}=5FSiteId=3D${tenantId};MSIP=5FLabel=5F${id}=5FName=3DAll_Employees;?=\r\n\r\nText`,
    ],
  ])('reads the label of %s', async (_, rest) => {
    const document = await readDocument(strToU8(`From: a@b.example\r\nSubject: S\r\n${rest}`), {
      name: 'a.eml',
    });
    expect(document).toMatchObject({ labels: [label({ name: 'All Employees' })] });
  });

  it('decodes the name of a label that is not ASCII', () => {
    const [parsed] = parseLabelHeader(
      `=?utf-8?Q?MSIP_Label_${id}_Name=3DVertr=C3=A4ge?=`.replaceAll('_', '=5F'),
    );
    expect(parsed).toMatchObject({ name: 'Verträge' });
  });

  it('ignores a quoted header in the text of a mail', async () => {
    const document = await readDocument(strToU8(`Subject: S\r\n\r\n> msip_labels: ${header}`), {
      name: 'a.eml',
    });
    expect(document).toMatchObject({ labels: [] });
  });

  it.each(['001F', '001E'])('reads a named property of type %s of a sent msg', async (type) => {
    const value = header.replaceAll(/\s/g, ' ');
    const bytes = buildCompoundFile({
      '__properties_version1.0': new Uint8Array(32),
      [`__substg1.0_8005${type}`]: type === '001F' ? wide(value) : strToU8(value),
      '__substg1.0_1000001F': wide(`The text about msip_labels: ${header}`),
    });
    expect(await labelsOf(bytes)).toEqual([label({ name: 'All Employees' })]);
  });

  // In quadratic time, each header takes longer than a test may.
  it('parses a long header in linear time', async () => {
    expect(parseLabelHeader('=?a?q?'.repeat(400_000))).toEqual([]);
    expect(parseLabelHeader(`${'?= '.repeat(400_000)}=?`)).toEqual([]);
    expect(parseLabelHeader(`MSIP_Label_${id}_`.repeat(200_000))).toEqual([]);
    expect(parseLabelHeader(`MSIP_Label_${id}_Enabled${' '.repeat(2_000_000)}`)).toEqual([]);
    const mail = `Subject: S\r\n${'msip_labels:\r\n '.repeat(5_000)}\r\n\r\nText`;
    expect(await readDocument(strToU8(mail), { name: 'a.eml' })).toHaveProperty('labels', []);
  });
});

describe('encrypted content', () => {
  it.each([
    ['pfile', `.pfile\u0000\u0003\u0000\u0000`],
    ['rpmsg', '\x76\xE8\x04\x60\xC4\x11\xE3\x86\x00\x00\x00\x00'],
  ])('%s says that it is encrypted and where to open it', async (_, start) => {
    const bytes = Uint8Array.from(start.padEnd(64, '\0'), (character) => character.charCodeAt(0));
    await expect(readDocument(bytes, { name: 'message.rpmsg' })).rejects.toMatchObject({
      code: 'protected',
      message: expect.stringMatching(/encrypted\. Open it in the Office app or in Outlook\.$/),
    });
  });

  it.each(['EncryptedPackage', '\tDRMContent'])('a compound file with %j is protected', async (name) => {
    const bytes = buildCompoundFile({ [name]: new Uint8Array(64) });
    await expect(readDocument(bytes)).rejects.toMatchObject({
      code: 'protected',
      message: expect.stringContaining('Open it in the Office app'),
    });
  });
});
