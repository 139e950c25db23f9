import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyRing, parseKeyRing } from '../../../src/crypto/key-ring.ts';
import { unseal, unsealText, seal, sealPurpose, sealText } from '../../../src/crypto/sealed-box.ts';

const material = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)));
const ring = parseKeyRing(`k1:${material(1)}`);
const purpose = sealPurpose('m365-test/v1', 'person');
const salt = new Uint8Array(32).fill(7);
const plaintext = new TextEncoder().encode('the Graph token of one person');

describe('seal and unseal', () => {
  it('unseals plaintext of any length, and seals it differently each time', async () => {
    for (const length of [0, 1, 15, 16, 17, 5000]) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      const [first, second] = [
        await seal(ring, { purpose, salt }, bytes),
        await seal(ring, { purpose, salt }, bytes),
      ];
      expect(await unseal(ring, { purpose, salt }, first)).toEqual(bytes);
      expect(first).not.toEqual(second);
      expect(first.byteLength).toBe(1 + 4 + 12 + length + 16);
    }
  });

  it('has the documented layout: version, key id, iv, ciphertext and tag', async () => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    expect(box[0]).toBe(1);
    expect(new DataView(box.buffer).getUint32(1)).toBe(ring.primary.wireId);
    expect(await openByHand(box)).toEqual(plaintext);
  });

  it('does not contain its plaintext', async () => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    expect(new TextDecoder('latin1').decode(box)).not.toContain('Graph');
  });

  it('unseals a box in the middle of a larger buffer', async () => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    const larger = new Uint8Array(box.byteLength + 20);
    larger.set(box, 11);
    expect(await unseal(ring, { purpose, salt }, larger.subarray(11, 11 + box.byteLength))).toEqual(
      plaintext,
    );
  });

  it('returns undefined when any single bit is changed', async () => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    for (let bit = 0; bit < box.byteLength * 8; bit += 1) {
      expect(await unseal(ring, { purpose, salt }, flipped(box, bit))).toBeUndefined();
    }
  });

  it('returns undefined for bytes that were never sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.boolean(), async (bytes, dressed) => {
        const box = Uint8Array.from(bytes);
        if (dressed && box.byteLength > 5) {
          box[0] = 1;
          new DataView(box.buffer).setUint32(1, ring.primary.wireId);
        }
        expect(await unseal(ring, { purpose, salt }, box)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  /** After the negative rows of Project Wycheproof's AES-GCM vectors. */
  it.each<[string, (box: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
    ['a tag cut by a byte', (box) => box.slice(0, -1)],
    ['a tag cut to 12 bytes', (box) => box.slice(0, -4)],
    ['no tag', (box) => box.slice(0, -16)],
    ['a tag of zeros', (box) => withTag(box, () => 0)],
    ['a tag of ones', (box) => withTag(box, () => 0xff)],
    ['a tag with all bits flipped', (box) => withTag(box, (byte) => byte ^ 0xff)],
    ['a tag with all most significant bits flipped', (box) => withTag(box, (byte) => byte ^ 0x80)],
    ['a byte more at the end', (box) => Uint8Array.of(...box, 0)],
    ['ciphertext cut in the middle', (box) => Uint8Array.of(...box.slice(0, 20), ...box.slice(21))],
    ['an iv of zeros', (box) => Uint8Array.of(...box.slice(0, 5), ...new Uint8Array(12), ...box.slice(17))],
    ['an iv shortened by a byte', (box) => Uint8Array.of(...box.slice(0, 5), ...box.slice(6))],
    ['version 0', (box) => Uint8Array.of(0, ...box.slice(1))],
    ['version 2', (box) => Uint8Array.of(2, ...box.slice(1))],
    ['a header alone', (box) => box.slice(0, 5)],
    ['header and iv alone', (box) => box.slice(0, 17)],
    ['nothing', () => new Uint8Array()],
  ])('returns undefined for a box with %s', async (_case, spoil) => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    expect(await unseal(ring, { purpose, salt }, spoil(box))).toBeUndefined();
    expect(await unseal(ring, { purpose, salt }, box)).toEqual(plaintext);
  });

  it('unseals only with its own purpose and salt', async () => {
    const box = await seal(ring, { purpose, salt }, plaintext);
    const others = [
      { purpose: sealPurpose('m365-test/v2', 'person'), salt },
      { purpose: sealPurpose('m365-test/v1', 'Person'), salt },
      { purpose: sealPurpose('m365-test/v1'), salt },
      { purpose: sealPurpose('m365-test/v1', 'person', 'x'), salt },
      { purpose, salt: new Uint8Array(32) },
      { purpose, salt: salt.slice(1) },
      { purpose, salt: new Uint8Array() },
    ];
    for (const other of others) expect(await unseal(ring, other, box)).toBeUndefined();
  });

  it('authenticates the header: a box does not unseal under another key id with the same bytes', async () => {
    const renamed = parseKeyRing(`k9:${material(1)}`);
    const box = await seal(ring, { purpose, salt }, plaintext);
    new DataView(box.buffer).setUint32(1, renamed.primary.wireId);
    expect(await unseal(renamed, { purpose, salt }, box)).toBeUndefined();
  });
});

describe('rotation of the key ring', () => {
  const k1 = `k1:${material(1)}`;
  const k2 = `k2:${material(2)}`;
  const rings: Readonly<Record<string, KeyRing>> = {
    'k1*': parseKeyRing(k1),
    'k1*,k2': parseKeyRing(`${k1},${k2}`),
    'k2*,k1': parseKeyRing(`${k2},${k1}`),
    'k2*': parseKeyRing(k2),
    'another k1*': parseKeyRing(`k1:${material(3)}`),
    'k3*': parseKeyRing(`k3:${material(3)}`),
  };
  it.each([
    ['k1*', 'k1*', true],
    ['k1*', 'k1*,k2', true],
    ['k1*', 'k2*,k1', true],
    ['k1*', 'k2*', false],
    ['k1*', 'another k1*', false],
    ['k1*', 'k3*', false],
    ['k1*,k2', 'k1*', true],
    ['k1*,k2', 'k2*', false],
    ['k2*,k1', 'k1*', false],
    ['k2*,k1', 'k1*,k2', true],
    ['k2*,k1', 'k2*', true],
  ])('sealed with %s, unsealed with %s: %s', async (sealer, opener, opens) => {
    const box = await seal(named(sealer), { purpose, salt }, plaintext);
    const expected = opens ? plaintext : undefined;
    expect(await unseal(named(opener), { purpose, salt }, box)).toEqual(expected);
  });

  function named(name: string): KeyRing {
    const found = rings[name];
    if (!found) throw new Error(`No ring ${name}`);
    return found;
  }
});

describe('sealText and unsealText', () => {
  it('unseals the text from base64url', async () => {
    const sealed = await sealText(ring, purpose, 'naïve {"a":1} 🙂');
    expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(await unsealText(ring, purpose, sealed)).toBe('naïve {"a":1} 🙂');
    expect(await unsealText(ring, purpose, await sealText(ring, purpose, ''))).toBe('');
  });

  it('uses a random salt per text, and does not unseal with another salt', async () => {
    const sealed = await Promise.all(Array.from({ length: 50 }, () => sealText(ring, purpose, 'text')));
    const salts = new Set(sealed.map((text) => text.slice(0, 10)));
    expect(salts.size).toBe(50);
    const [first = '', second = ''] = sealed;
    expect(await unsealText(ring, purpose, `${second.slice(0, 10)}${first.slice(10)}`)).toBeUndefined();
  });

  it('accepts only the canonical encoding', async () => {
    const sealed = await sealText(ring, purpose, 'text');
    for (const other of [
      `${sealed}=`,
      ` ${sealed}`,
      `${sealed}\n`,
      `${sealed}A`,
      sealed.slice(1),
      '',
      '=',
      'é',
    ]) {
      expect(await unsealText(ring, purpose, other)).toBeUndefined();
    }
    expect(await unsealText(ring, sealPurpose('m365-test/v1'), sealed)).toBeUndefined();
  });
});

function flipped(box: Uint8Array<ArrayBuffer>, bit: number): Uint8Array<ArrayBuffer> {
  return box.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

function withTag(box: Uint8Array<ArrayBuffer>, change: (byte: number) => number): Uint8Array<ArrayBuffer> {
  return box.map((byte, index) => (index >= box.byteLength - 16 ? change(byte) : byte));
}

/** The documented construction, written down a second time. */
async function openByHand(box: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const utf8 = new TextEncoder();
  const raw = new Uint8Array(32).fill(1);
  const info = utf8.encode('m365-test/v1|person');
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  );
  const additionalData = Uint8Array.of(...info, ...box.slice(0, 5));
  const algorithm = { name: 'AES-GCM', iv: box.slice(5, 17), additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, box.slice(17)));
}
