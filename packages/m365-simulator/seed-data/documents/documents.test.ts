import { strFromU8, unzipSync } from 'fflate';
import { extractText } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { travelPolicy } from './company-documents.ts';
import type { Document } from './document.ts';
import { boardReport, fy27Budget, supplierPayments } from './finance-documents.ts';
import { haloLaunchDeck, haloLaunchPlan } from './halo-launch.ts';
import { litigationHold, servicesAgreement } from './legal-documents.ts';
import { dealerList, priceLabels } from './plain-documents.ts';

const packages = [fy27Budget, supplierPayments, haloLaunchDeck, haloLaunchPlan, servicesAgreement];

/** Parts of a package as text. */
function parts(document: Document): Map<string, string> {
  return new Map(
    Object.entries(unzipSync(document.bytes())).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}

/** Resolves the target of a relationship relative to its part. */
function resolve(relationships: string, target: string): string {
  const base = relationships.replace(/_rels\/[^/]+$/, '');
  return new URL(target, `file:///${base}`).pathname.slice(1);
}

describe('documents', () => {
  it.each(packages.map((document) => [document.name, document] as const))(
    '%s is a package whose parts are all declared and there',
    (_name, document) => {
      const files = parts(document);
      const types = files.get('[Content_Types].xml') ?? '';
      const declared = [...types.matchAll(/PartName="\/([^"]+)"/g)].map((found) => found[1] ?? '');
      expect(declared.filter((name) => !files.has(name))).toEqual([]);
      for (const [name, xml] of files) {
        if (name.endsWith('.xml') && name !== '[Content_Types].xml') expect(declared).toContain(name);
        if (!name.endsWith('.rels')) continue;
        const targets = [...xml.matchAll(/Target="([^"]+)"(?! TargetMode)/g)].map((found) =>
          resolve(name, found[1] ?? ''),
        );
        expect(targets.filter((target) => !files.has(target))).toEqual([]);
      }
    },
  );

  it.each(packages.map((document) => [document.name, document] as const))(
    '%s refers to no relationship that it does not have',
    (_name, document) => {
      const files = parts(document);
      for (const [name, xml] of files) {
        const ids = [...xml.matchAll(/r:id="([^"]+)"/g)].map((found) => found[1] ?? '');
        if (ids.length === 0) continue;
        const relationships = files.get(name.replace(/([^/]+)$/, '_rels/$1.rels')) ?? '';
        expect(ids.filter((id) => !relationships.includes(`Id="${id}"`))).toEqual([]);
      }
    },
  );

  it.each([travelPolicy, boardReport, litigationHold].map((document) => [document.name, document] as const))(
    '%s is a PDF whose table of objects is right and whose text can be read',
    async (_name, document) => {
      const bytes = document.bytes();
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
      expect(text.slice(start, start + 4)).toBe('xref');
      const offsets = [...text.slice(start).matchAll(/(\d{10}) 00000 n/g)].map((found) => Number(found[1]));
      for (const [index, offset] of offsets.entries()) {
        expect(text.slice(offset).startsWith(`${index + 1} 0 obj\n`)).toBe(true);
      }
      const read = await extractText(bytes.slice(), { mergePages: true });
      const words = (content: string) => content.match(/[\p{L}\p{N}€]+/gu);
      expect(words(read.text)).toEqual(words(document.text()));
    },
  );

  it('are the same each time and hold what a reader has to cope with', () => {
    const word = parts(haloLaunchPlan).get('word/document.xml') ?? '';
    for (const tag of [
      'w:ins ',
      'w:del ',
      'w:footnoteReference',
      'w:commentReference',
      'w:hyperlink',
      'w:numPr',
      'w:tbl>',
    ]) {
      expect(word).toContain(`<${tag}`);
    }
    const workbook = parts(fy27Budget);
    expect(workbook.get('xl/workbook.xml')).toContain('state="hidden"');
    expect(workbook.get('xl/worksheets/sheet1.xml')).toContain('<f>SUM(C3:C6)</f><v>9000000</v>');
    expect(workbook.get('xl/worksheets/sheet1.xml')).toContain('<mergeCell ref="A1:E1"/>');
    // 2026-11-16 is day 46342 of the 1900 system.
    expect(workbook.get('xl/worksheets/sheet1.xml')).toContain('<v>46342</v>');
    expect([...dealerList.bytes().subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect([...priceLabels.bytes()]).toContain(0x80);
  });
});
