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
  ])('%j becomes %j', (value, kept) => expect(compact(value)).toEqual(kept));

  it('leaves out defaults, at the top alone', () => {
    const mail = { isRead: true, importance: 'normal', hasAttachments: false, flag: { isRead: true } };
    const defaults = { isRead: true, importance: 'normal', hasAttachments: false };
    expect(compact(mail, defaults)).toEqual({ flag: { isRead: true } });
    expect(compact({ ...mail, isRead: false }, defaults)).toEqual({ isRead: false, flag: { isRead: true } });
  });

  it('leaves what is not a plain object alone', () => {
    const date = new Date(0);
    expect(compact({ date, bytes: new Uint8Array() })).toEqual({ date, bytes: new Uint8Array() });
  });

  it('does not change what it was given', () => {
    const value = { a: '', b: { c: null } };
    compact(value);
    expect(value).toEqual({ a: '', b: { c: null } });
  });

  it('makes no prototype of a member named __proto__', () => {
    const hostile = JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
    const kept = compact(hostile);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(kept).not.toHaveProperty('a');
  });
});
