import { describe, expect, it } from 'vitest';
import { compact } from '../../../src/lib/json.ts';

describe('compact', () => {
  it.each<[object, object]>([
    [{ a: null, b: undefined, c: '', d: [], e: {} }, {}],
    [
      { a: 0, b: false, c: ' ', d: [null], e: Number.NaN },
      { a: 0, b: false, c: ' ', d: [null], e: Number.NaN },
    ],
    [{ a: { b: { c: null } }, d: { e: 1, f: '' } }, { d: { e: 1 } }],
    [{ a: [{ b: '', c: 1 }, {}, ''] }, { a: [{ c: 1 }, {}, ''] }],
  ])('compacts %j to %j', (value, kept) => expect(compact(value)).toEqual(kept));

  it('removes defaults at the top level only', () => {
    const mail = { isRead: true, importance: 'normal', hasAttachments: false, flag: { isRead: true } };
    const defaults = { isRead: true, importance: 'normal', hasAttachments: false };
    expect(compact(mail, defaults)).toEqual({ flag: { isRead: true } });
    expect(compact({ ...mail, isRead: false }, defaults)).toEqual({ isRead: false, flag: { isRead: true } });
  });

  it('keeps values that are not plain objects unchanged', () => {
    const date = new Date(0);
    expect(compact({ date, bytes: new Uint8Array() })).toEqual({ date, bytes: new Uint8Array() });
  });

  it('does not modify its argument', () => {
    const value = { a: '', b: { c: null } };
    compact(value);
    expect(value).toEqual({ a: '', b: { c: null } });
  });

  it('ignores a member named __proto__', () => {
    const hostile = JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
    const kept = compact(hostile);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(kept).not.toHaveProperty('a');
  });
});
