import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificatePem } from '../../../src/entra/certificate.ts';
import { certificateDer, der, pemBlock } from './der-writer.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';

let key: RsaKey;
let other: RsaKey;
let weak: RsaKey;
beforeAll(async () => {
  [key, other, weak] = await Promise.all([
    createRsaKey('key'),
    createRsaKey('other'),
    createRsaKey('weak', 1024),
  ]);
});

const pemOf = (certified: RsaKey, owner: RsaKey = certified) =>
  pemBlock('CERTIFICATE', certificateDer(certified.spki)) + pemBlock('PRIVATE KEY', owner.pkcs8);

describe('parseCertificatePem', () => {
  it('reads the certificate, its key and its expiry', () => {
    const parsed = parseCertificatePem(pemOf(key));
    expect(parsed.certificateDer).toEqual(certificateDer(key.spki));
    expect(parsed.privateKeyDer).toEqual(key.pkcs8);
    expect(parsed.notAfterMs).toBe(Date.UTC(2027, 10, 24, 12));
  });

  it.each<[string, (pem: string) => string]>([
    [
      'the key before the certificate',
      () => pemBlock('PRIVATE KEY', key.pkcs8) + pemBlock('CERTIFICATE', certificateDer(key.spki)),
    ],
    ['one line with \\n spelled out', (pem) => pem.replaceAll('\n', '\\n')],
    ['spaces for line breaks', (pem) => pem.replaceAll('\n', ' ')],
    ['Windows line breaks', (pem) => pem.replaceAll('\n', '\r\n')],
    ['words around the blocks', (pem) => `Bag Attributes\n    friendlyName: x\n${pem}\nthe end\n`],
    ['a chain behind it', (pem) => pem + pemBlock('CERTIFICATE', certificateDer(other.spki))],
  ])('accepts %s', (_name, change) => {
    expect(parseCertificatePem(change(pemOf(key))).privateKeyDer).toEqual(key.pkcs8);
  });

  it.each([
    ['491231235959Z', 0x17, Date.UTC(2049, 11, 31, 23, 59, 59)],
    ['500101000000Z', 0x17, Date.UTC(1950, 0, 1)],
    ['20500101000000Z', 0x18, Date.UTC(2050, 0, 1)],
  ])('reads the expiry %s', (notAfter, notAfterTag, expected) => {
    const certificate = certificateDer(key.spki, { notAfter, notAfterTag });
    const pem = pemBlock('CERTIFICATE', certificate) + pemBlock('PRIVATE KEY', key.pkcs8);
    expect(parseCertificatePem(pem).notAfterMs).toBe(expected);
  });

  it('reads a certificate of version 1', () => {
    const certificate = certificateDer(key.spki, { withoutVersion: true });
    const pem = pemBlock('CERTIFICATE', certificate) + pemBlock('PRIVATE KEY', key.pkcs8);
    expect(parseCertificatePem(pem).certificateDer).toEqual(certificate);
  });

  const unreadable = 'contains a certificate that is damaged or has no RSA key';
  it.each<[string, () => string, string]>([
    ['nothing', () => 'secret', 'contains no CERTIFICATE block'],
    [
      'a certificate alone',
      () => pemBlock('CERTIFICATE', certificateDer(key.spki)),
      'contains no PRIVATE KEY block',
    ],
    ['a key alone', () => pemBlock('PRIVATE KEY', key.pkcs8), 'contains no CERTIFICATE block'],
    [
      'a block that ends as another',
      () => pemOf(key).replace('END CERTIFICATE', 'END X'),
      'contains no CERTIFICATE block',
    ],
    [
      'an encrypted key',
      () => pemBlock('ENCRYPTED PRIVATE KEY', key.pkcs8),
      'contains an encrypted key: decrypt it with openssl pkcs8 -topk8 -nocrypt',
    ],
    [
      'a PKCS#1 key',
      () => pemBlock('RSA PRIVATE KEY', key.pkcs8),
      'contains a PKCS#1 key: convert it with openssl pkcs8 -topk8 -nocrypt',
    ],
    [
      'the key of another certificate',
      () => pemOf(key, other),
      'contains a private key that does not belong to the certificate',
    ],
    ['a key that is too short', () => pemOf(weak), 'needs an RSA key of at least 2048 bits'],
    [
      'base64 with a character missing',
      () => pemOf(key).replace('CERTIFICATE-----\nM', 'CERTIFICATE-----\n=M'),
      'contains a CERTIFICATE block that is not base64',
    ],
    [
      'a certificate cut short',
      () =>
        pemBlock('CERTIFICATE', certificateDer(key.spki).slice(0, 300)) + pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'an empty certificate',
      () => pemBlock('CERTIFICATE', new Uint8Array()) + pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a certificate of another algorithm',
      () =>
        pemBlock('CERTIFICATE', certificateDer(der(0x30, der(0x30), der(0x03, new Uint8Array(66))))) +
        pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a date that is none',
      () =>
        pemBlock('CERTIFICATE', certificateDer(key.spki, { notAfter: '2711' })) +
        pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a month that is none',
      () =>
        pemBlock('CERTIFICATE', certificateDer(key.spki, { notAfter: '271324120000Z' })) +
        pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a length of five bytes',
      () =>
        pemBlock('CERTIFICATE', Uint8Array.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])) +
        pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a length without end',
      () => pemBlock('CERTIFICATE', Uint8Array.from([0x30, 0x80, 0, 0])) + pemBlock('PRIVATE KEY', key.pkcs8),
      unreadable,
    ],
    [
      'a key that is a certificate',
      () =>
        pemBlock('CERTIFICATE', certificateDer(key.spki)) + pemBlock('PRIVATE KEY', certificateDer(key.spki)),
      'contains a private key that is not an RSA key in PKCS#8',
    ],
    [
      'more than anybody has',
      () => pemOf(key) + ' '.repeat(33_000),
      'is too long for a certificate and a key',
    ],
  ])('rejects %s with a message that contains no key material', (_name, make, message) => {
    const pem = make();
    expect(() => parseCertificatePem(pem)).toThrow(message);
    try {
      parseCertificatePem(pem);
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(80);
      expect((error as Error).cause).toBeUndefined();
    }
  });
});
