import { zlibSync } from 'fflate';
import { type Document, once } from '../documents/document.ts';
import type { SeedAttachment } from './mail-seed.ts';

/** A document as an attachment. */
export function documentAttachment(document: Document): SeedAttachment {
  return { kind: 'file', name: document.name, contentType: document.contentType, bytes: document.bytes };
}

/** The logo in the signature: a small picture that the body refers to. */
export const logoAttachment: SeedAttachment = {
  kind: 'file',
  name: 'image001.png',
  contentType: 'image/png',
  isInline: true,
  contentId: 'image001.png@01DA7F00.12345670',
  bytes: once(() => png(16, 16, [0x00, 0x78, 0xd4])),
};

/** A picture of one color. */
export function png(width: number, height: number, color: readonly [number, number, number]): Uint8Array {
  const row = [0, ...Array.from({ length: width }, () => color).flat()];
  const pixels = zlibSync(Uint8Array.from(Array.from({ length: height }, () => row).flat()), { level: 9 });
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...chunk('IHDR', Uint8Array.from([...word(width), ...word(height), 8, 2, 0, 0, 0])),
    ...chunk('IDAT', pixels),
    ...chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): readonly number[] {
  const body = Uint8Array.from([...type.split('').map((letter) => letter.charCodeAt(0)), ...data]);
  return [...word(data.length), ...body, ...word(crc32(body))];
}

function word(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
