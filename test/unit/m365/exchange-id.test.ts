import { assert, nat, oneof, property, record, stringMatching, tuple, uint8Array, uuid } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expandAttachmentId,
  expandExchangeId,
  shortenAttachmentId,
  shortenExchangeId,
} from '../../../src/m365/exchange-id.ts';

/** As published in Microsoft's documentation. */
const regular =
  'AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1hMDZiLTU1OGY5OTZhYmY4OABGAAAAAAAiQ8W967B7TKBjgx9rVEURBwAiIsqMbYjsT5e-T7KzowPTAAAAAAEMAAAiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA=';
const immutable = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';

/** Ids in Exchange's spelling of base64: `-` for `/`, `_` for `+`, padded. */
function exchangeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('/', '-')
    .replaceAll('+', '_');
}

function bytesOfId(id: string): Uint8Array {
  const binary = atob(id.replaceAll('-', '/').replaceAll('_', '+'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const bytesOf = (length: number) => uint8Array({ minLength: length, maxLength: length });

const regularId = record({
  guid: uuid(),
  provider: bytesOf(16),
  replica: bytesOf(16),
  folder: bytesOf(6),
  item: bytesOf(6),
}).map(({ guid, provider, replica, folder, item }) =>
  exchangeBase64(
    Uint8Array.from(
      [
        [0, 3, 36, 0],
        new TextEncoder().encode(guid),
        [0, 70, 0, 0, 0, 0, 0],
        provider,
        [7, 0],
        replica,
        folder,
        [0, 0],
        replica,
        item,
        [0, 0],
      ].flatMap((part) => [...part]),
    ),
  ),
);

describe('shortenExchangeId and expandExchangeId', () => {
  it('shorten and expand the documented formats', () => {
    expect(shortenExchangeId(immutable)).toBe('~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA');
    expect(expandExchangeId('~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA')).toBe(immutable);
    const short = shortenExchangeId(regular);
    expect(short).toMatch(/^~~[A-Za-z0-9_-]{72,76}$/);
    expect(expandExchangeId(short)).toBe(regular);
  });

  it('shorten every regular id to half its length without loss', () => {
    assert(
      property(regularId, (id) => {
        const short = shortenExchangeId(id);
        expect(short.startsWith('~~')).toBe(true);
        expect(short.length).toBeLessThanOrEqual(84);
        expect(expandExchangeId(short)).toBe(id);
      }),
    );
  });

  it('return any id unchanged', () => {
    const anyId = oneof(
      stringMatching(/^[A-Za-z0-9_-]{4,200}={0,2}$/),
      stringMatching(/^AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A[A-Za-z0-9_-]{0,50}={0,2}$/),
      // A byte anywhere in a regular id changed.
      tuple(regularId, nat(112), nat(255)).map(([id, index, value]) => {
        const bytes = bytesOfId(id);
        bytes[index] = value;
        return exchangeBase64(bytes);
      }),
    );
    assert(
      property(anyId, (id) => {
        expect(expandExchangeId(shortenExchangeId(id))).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  it('drop the message id from an attachment id', () => {
    assert(
      property(regularId, bytesOf(19), (messageId, tail) => {
        const id = exchangeBase64(Uint8Array.of(...bytesOfId(messageId), ...tail));
        const short = shortenAttachmentId(messageId, id);
        expect(short).toHaveLength(27);
        expect(expandAttachmentId(messageId, short)).toBe(id);
      }),
    );
  });

  it('keep an attachment id that does not start with its message id', () => {
    expect(shortenAttachmentId(regular, 'AAMkADA1M-zAAA=')).toBe('AAMkADA1M-zAAA=');
    expect(expandAttachmentId(regular, 'AAMkADA1M-zAAA=')).toBe('AAMkADA1M-zAAA=');
  });

  it.each([
    '',
    '~',
    '~~',
    '~~!',
    '~..',
    '..',
    '.',
    'a/b',
    'AAMk%2e',
    'AAMkAA?',
    'AAMkAA#',
    `~${'A'.repeat(300)}`,
    `~~${'A'.repeat(75)}`,
    'AA=AA',
    'ABCD===',
  ])('reject %j', (text) => {
    expect(expandExchangeId(text)).toBeUndefined();
  });

  it('reject invalid short attachment ids', () => {
    for (const text of ['~', '~..', '~a/b', `~${'A'.repeat(500)}`, '..', 'a?b']) {
      expect(expandAttachmentId(regular, text)).toBeUndefined();
    }
  });
});

describe('the length limits of an exchange id', () => {
  const letters = (length: number): string => 'A'.repeat(length);
  const prefix = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A';

  it.each<[string, (length: number) => string | undefined, number, number]>([
    ['a raw id', (length) => expandExchangeId(letters(length)), 4, 600],
    ['the rest of an immutable id', (length) => expandExchangeId(`~${letters(length)}`), 16, 80],
    ['a raw attachment id', (length) => expandAttachmentId(regular, letters(length)), 4, 600],
    ['a padding', (length) => expandExchangeId(`${letters(8)}${'='.repeat(length)}`), 0, 2],
    [
      'a padding of an immutable id',
      (length) => expandExchangeId(`~${letters(16)}${'='.repeat(length)}`),
      0,
      2,
    ],
  ])('%s', (_, expand, shortest, longest) => {
    expect(expand(shortest)).toBeDefined();
    expect(expand(longest)).toBeDefined();
    expect(expand(longest + 1)).toBeUndefined();
    if (shortest > 0) expect(expand(shortest - 1)).toBeUndefined();
  });

  it('the tail of an attachment id', () => {
    for (const [length, isTail] of [
      [3, false],
      [4, true],
      [80, true],
      [81, false],
      [82, false],
    ] as const) {
      expect(expandAttachmentId(regular, `~${letters(length)}`) !== undefined, String(length)).toBe(isTail);
    }
    expect(expandAttachmentId('AA', `~${letters(8)}`)).toBeUndefined();
    expect(expandAttachmentId(regular, `${letters(8)}.`)).toBeUndefined();
    expect(expandAttachmentId(regular, `~${letters(8)}=`)).toBeUndefined();
  });

  it('expand an immutable id with its constant prefix', () => {
    expect(expandExchangeId(`~${letters(16)}`)).toBe(prefix + letters(16));
    expect(shortenExchangeId(prefix + letters(16))).toBe(`~${letters(16)}`);
    expect(shortenExchangeId(prefix + letters(15))).toBe(prefix + letters(15));
    expect(shortenExchangeId(letters(8))).toBe(letters(8));
  });

  it('keep an attachment id that cannot be shortened exactly', () => {
    const id = exchangeBase64(bytesOfId(regular));
    expect(shortenAttachmentId(regular, id)).toBe(id);
    expect(shortenAttachmentId('not an id', id)).toBe(id);
    expect(shortenAttachmentId(regular, 'not an id')).toBe('not an id');
    const other = Uint8Array.of(...bytesOfId(regular), ...Array.from({ length: 19 }, (_, index) => index));
    other[0] = 9;
    expect(shortenAttachmentId(regular, exchangeBase64(other))).toBe(exchangeBase64(other));
  });

  it.each([
    ['a folder counter of seven bytes', 7, 6],
    ['an item counter of seven bytes', 6, 7],
    ['counters longer than there are', 2, 2],
  ])('reject a packed id with %s', (_, folder, item) => {
    const bytes = new Uint8Array(49 + (folder === 2 ? 0 : folder + item));
    bytes[0] = folder * 16 + item;
    const packed = btoa(String.fromCharCode(...bytes))
      .replaceAll('=', '')
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    expect(expandExchangeId(`~~${packed}`)).toBeUndefined();
  });

  it('expand a packed id without counters', () => {
    const bytes = new Uint8Array(49);
    const packed = btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
    const id = expandExchangeId(`~~${packed}`) ?? '';
    expect(bytesOfId(id)).toHaveLength(113);
    expect(shortenExchangeId(id)).toBe(`~~${packed}`);
  });
});
