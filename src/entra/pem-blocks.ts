import { KeyMaterialError, orComplain } from './key-material-error.ts';

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END ([A-Z0-9 ]{1,40})-----/g;
const maxPemLength = 32 * 1024;

/**
 * The blocks of a PEM text (RFC 7468) that carry this label, in their order. A text on one line with `\n` spelled out,
 * as env files have it, is understood.
 * @throws KeyMaterialError where there is none, or a key in a form that cannot be used
 */
export function readPemBlocks(
  text: string,
  label: 'CERTIFICATE' | 'PRIVATE KEY',
): readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  if (text.length > maxPemLength) throw new KeyMaterialError('is too long for a certificate and a key');
  const blocks = [...text.replaceAll('\\n', '\n').matchAll(pemBlock)].filter(
    ([, begin, , end]) => begin === end,
  );
  const labels = new Set(blocks.map(([, found]) => found));
  if (labels.has('ENCRYPTED PRIVATE KEY')) {
    throw new KeyMaterialError('holds an encrypted key: decrypt it with openssl pkcs8 -topk8 -nocrypt');
  }
  if (labels.has('RSA PRIVATE KEY')) {
    throw new KeyMaterialError('holds a PKCS#1 key: convert it with openssl pkcs8 -topk8 -nocrypt');
  }
  const [first, ...rest] = blocks
    .filter(([, found]) => found === label)
    .map(([, , body = '']) => orComplain(`has a ${label} block that is not base64`, () => decode(body)));
  if (!first) throw new KeyMaterialError(`holds no ${label} block`);
  return [first, ...rest];
}

function decode(body: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}
