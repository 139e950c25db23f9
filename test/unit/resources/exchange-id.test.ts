import { assert, nat, oneof, property, record, stringMatching, tuple, uint8Array, uuid } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expandAttachmentId,
  expandExchangeId,
  shortenAttachmentId,
  shortenExchangeId,
} from '../../../src/resources/exchange-id.ts';

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

describe('exchange ids', () => {
  it('shortens the documented forms and gives them back', () => {
    expect(shortenExchangeId(immutable)).toBe('~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA');
    expect(expandExchangeId('~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA')).toBe(immutable);
    const short = shortenExchangeId(regular);
    expect(short).toMatch(/^~~[A-Za-z0-9_-]{72,76}$/);
    expect(expandExchangeId(short)).toBe(regular);
  });

  it('shortens every id of the regular form to half, without loss', () => {
    assert(
      property(regularId, (id) => {
        const short = shortenExchangeId(id);
        expect(short.startsWith('~~')).toBe(true);
        expect(short.length).toBeLessThanOrEqual(84);
        expect(expandExchangeId(short)).toBe(id);
      }),
    );
  });

  it('gives back every id, whatever its form', () => {
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

  it('keeps of an attachment id what its message id does not say', () => {
    assert(
      property(regularId, bytesOf(19), (messageId, tail) => {
        const id = exchangeBase64(Uint8Array.of(...bytesOfId(messageId), ...tail));
        const short = shortenAttachmentId(messageId, id);
        expect(short).toHaveLength(27);
        expect(expandAttachmentId(messageId, short)).toBe(id);
      }),
    );
  });

  it('keeps an attachment id that does not begin with its message id', () => {
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
  ])('refuses %j', (text) => {
    expect(expandExchangeId(text)).toBeUndefined();
  });

  it('refuses hostile short attachment ids', () => {
    for (const text of ['~', '~..', '~a/b', `~${'A'.repeat(500)}`, '..', 'a?b']) {
      expect(expandAttachmentId(regular, text)).toBeUndefined();
    }
  });
});
