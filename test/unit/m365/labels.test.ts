import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { createLabelAccess } from '../../../src/m365/labels.ts';
import { mailLabels } from '../../../src/m365/mail/labels.ts';
import type { LabelRules } from '../../../src/tenants/label-rules.ts';

const tenantId = '0c0a0000-0000-4000-8000-00000000c0a0';
const foreign = '0fab0000-0000-4000-8000-00000000fab0';
const shown = '11111111-aaaa-4bbb-8ccc-000000000001';
const withheld = '22222222-aaaa-4bbb-8ccc-000000000002';
const unlisted = '33333333-aaaa-4bbb-8ccc-000000000003';

const labels: LabelRules['labels'] = [
  { id: shown, name: 'General', isWithheld: false },
  { id: withheld, name: '', isWithheld: true },
];
const label = (id: string, tenant = tenantId, name?: string) => ({ id, tenantId: tenant, name });
const ofNoTenant = (id: string) => ({ id, tenantId: undefined, name: undefined });

describe('the decision about labels', () => {
  const none = createLabelAccess(tenantId);
  const some = createLabelAccess(tenantId, { labels, withholdsOthers: false });
  const strict = createLabelAccess(tenantId, { labels, withholdsOthers: true });

  it.each([
    ['no label', [], true, true, false],
    ['a shown label', [label(shown)], true, true, true],
    ['a withheld label', [label(withheld)], true, false, false],
    ['a withheld label of another tenant', [label(withheld, foreign)], true, false, false],
    ['a withheld label of no tenant', [ofNoTenant(withheld)], true, false, false],
    ['a shown and a withheld label', [label(shown), label(withheld)], true, false, false],
    ['an unlisted label', [label(unlisted)], true, true, false],
    ['a shown and an unlisted label', [label(shown), label(unlisted)], true, true, false],
    ['a shown label and one of another tenant', [label(shown), label(unlisted, foreign)], true, true, true],
    ['a shown and an unlisted label of no tenant', [label(shown), ofNoTenant(unlisted)], true, true, false],
    ['a shown label with and without tenant', [label(shown), ofNoTenant(shown)], true, true, true],
    ['a shown label of another tenant', [label(shown, foreign)], true, true, false],
    ['a shown label of no tenant', [ofNoTenant(shown)], true, true, false],
  ])('%s: without rules, with a withheld label, and with all others withheld', (_, known, ...expected) => {
    expect([none, some, strict].map((access) => access.admits(known))).toEqual(expected);
    expect([none, some, strict].map((access) => !throwsOn(() => access.require(known)))).toEqual(expected);
  });

  it('says whether the label or its absence is the reason, and names neither label nor content', () => {
    const message = (known: Parameters<typeof some.require>[0]) =>
      catchError(() => strict.require(known)).message;
    expect(message([label(withheld, tenantId, 'Project X')])).toBe(
      'Your organization withholds content with its sensitivity label from this connector. Open it in Microsoft 365.',
    );
    expect(message([])).toContain('content without a sensitivity label that it has listed');
    expect(catchError(() => strict.require([])).code).toBe('withheld_by_policy');
  });

  it('is not used while nothing is listed', () => {
    expect([none, some, strict].map(({ isUsed }) => isUsed)).toEqual([false, true, true]);
    expect(none.searchFilter()).toBeUndefined();
    expect(none.note(0)).toBeUndefined();
  });

  it('limits a search to what may be listed', () => {
    expect(some.searchFilter()?.text).toBe(`NOT (InformationProtectionLabelId:"${withheld}")`);
    expect(strict.searchFilter()?.text).toBe(`InformationProtectionLabelId:"${shown}"`);
  });

  it('prefers the listed name, and shows labels of the own tenant', () => {
    expect(some.format([label(shown, tenantId, 'Old name')])).toBe('General');
    expect(some.format([label(unlisted, tenantId, 'Draft\n<b>')])).toBe('Draft ‹b›');
    expect(some.format([label(withheld)])).toBe(withheld);
    expect(some.format([label(unlisted, foreign, 'Theirs')])).toBeUndefined();
    expect(some.format([label(shown), label(shown)])).toBe('General');
  });

  it('finds a label by its name or id', () => {
    expect(some.find('GENERAL')).toEqual([shown]);
    expect(some.find(`{${unlisted.toUpperCase()}}`)).toEqual([unlisted]);
    for (const wrong of ['', 'Nonsense']) {
      expect(catchError(() => some.find(wrong)).message).toContain('or one of: General.');
    }
  });
});

describe('the labels of a message', () => {
  const value = `MSIP_Label_${shown}_Enabled=true;MSIP_Label_${shown}_SiteId=${tenantId};`;

  it.each([
    [{ internetMessageHeaders: [{ name: 'Msip_Labels', value }] }],
    [
      {
        singleValueExtendedProperties: [
          { id: 'String {00020386-0000-0000-c000-000000000046} Name msip_labels', value },
        ],
      },
    ],
  ])('are read from %j', (message) => {
    expect(mailLabels(message)).toEqual([label(shown)]);
  });

  it('are none where another header or property has such a value', () => {
    expect(
      mailLabels({
        internetMessageHeaders: [{ name: 'subject', value }],
        singleValueExtendedProperties: [{ id: 'Integer 0x0E08', value }],
      }),
    ).toEqual([]);
  });
});

function catchError(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('No AppError was thrown.');
}

function throwsOn(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
