import { encodeBase64Url } from '../../../../src/crypto/encoding.ts';
import { type TokenForge, bytesOf } from '../token-forge.ts';
import { badTokens } from './bad-token.ts';

type Segments = [header: string, payload: string, signature: string];

/** A good token whose segments are spelled otherwise afterwards. */
function respelled(change: (segments: Segments) => string) {
  return async (forge: TokenForge) => change((await forge.token()).split('.') as Segments);
}

/** The other characters that decode to the same bytes by a lenient decoder: the stray bits of the last one turned. */
function withStrayBits(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (segment.length % 4 === 0) throw new Error('This segment has no stray bits.');
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.slice(-1)) ^ 1];
}

/** A payload padded with a space more until its encoding has stray bits: JSON allows the space. */
function payloadWithStrayBits(forge: TokenForge): string {
  const text = JSON.stringify(forge.claims());
  return text.length % 3 === 0 ? `${text} ` : text;
}

function payloadOf(forge: TokenForge, change: (text: string) => string) {
  return { payloadText: change(JSON.stringify(forge.claims())) };
}

function headerOf(forge: TokenForge, change: (text: string) => string) {
  return { headerText: change(JSON.stringify(forge.header())) };
}

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

export const encodingRows = [
  ...badTokens(401, 'token_malformed', {
    'nothing at all': () => '',
    'three empty segments': () => '..',
    'one segment': respelled(([header]) => header),
    'two segments': respelled(([header, payload]) => `${header}.${payload}`),
    'four segments': respelled((segments) => `${segments.join('.')}.AAAA`),
    'five segments, as an encrypted token has': respelled((segments) => `${segments.join('.')}.AAAA.AAAA`),
    'a dot behind': respelled((segments) => `${segments.join('.')}.`),
    'a dot in front': respelled((segments) => `.${segments.join('.')}`),
    'no header': respelled(([, payload, signature]) => `.${payload}.${signature}`),
    'no payload': respelled(([header, , signature]) => `${header}..${signature}`),
    'padding behind the header': respelled(([header, ...rest]) => [`${header}=`, ...rest].join('.')),
    'padding behind the payload': respelled(
      ([header, payload, signature]) => `${header}.${payload}==.${signature}`,
    ),
    'padding behind the signature': respelled((segments) => `${segments.join('.')}==`),
    'a space in front': respelled((segments) => ` ${segments.join('.')}`),
    'a line break behind': respelled((segments) => `${segments.join('.')}\n`),
    'a line break in the payload': respelled(
      ([header, payload, signature]) => `${header}.${payload.slice(0, 8)}\n${payload.slice(8)}.${signature}`,
    ),
    'a tab in the signature': respelled(
      ([header, payload, signature]) =>
        `${header}.${payload}.${signature.slice(0, 8)}\t${signature.slice(8)}`,
    ),
    'a plus, as in ordinary base64': respelled(
      ([header, payload, signature]) => `${header}.${payload}.+${signature.slice(1)}`,
    ),
    'a slash, as in ordinary base64': respelled(
      ([header, payload, signature]) => `${header}.${payload}./${signature.slice(1)}`,
    ),
    'a percent-encoded dot': respelled((segments) => segments.join('%2E')),
    'a character outside of ASCII': respelled((segments) => `${segments.join('.')}é`),
    'a NUL behind': respelled((segments) => `${segments.join('.')}\0`),
    'a segment of an impossible length': respelled(
      ([header, payload, signature]) => `${header}.${payload}.${signature.slice(0, 341)}`,
    ),
    'stray bits in the signature': respelled(
      ([header, payload, signature]) => `${header}.${payload}.${withStrayBits(signature)}`,
    ),
    'stray bits in the payload': async (forge) => {
      const payloadText = payloadWithStrayBits(forge);
      const [header, payload, signature] = (await forge.token({ payloadText })).split('.') as Segments;
      return `${header}.${withStrayBits(payload)}.${signature}`;
    },
    'a header above 4 KB': { header: { rh: 'x'.repeat(4096) } },
    'the JSON form of a signed token': respelled(([header, payload, signature]) =>
      JSON.stringify({ protected: header, payload, signature }),
    ),
    'a refresh token as Entra makes them': () =>
      `1.${encodeBase64Url(crypto.getRandomValues(new Uint8Array(900)))}`,
  }),
  ...badTokens(401, 'token_too_large', {
    'a good token above 16 KB': {
      claims: { groups: Array.from({ length: 400 }, () => crypto.randomUUID()) },
    },
    'a megabyte of A': () => 'A'.repeat(1024 * 1024),
  }),
  ...badTokens(401, 'json_malformed', {
    'header not JSON': { headerText: 'alg: RS256' },
    'header a list': { headerText: '[{"alg":"RS256"}]' },
    'header a text': { headerText: '"RS256"' },
    'header null': { headerText: 'null' },
    'payload not JSON': { payloadText: 'tid=contoso' },
    'payload a list': (forge) => payloadOf(forge, (text) => `[${text}]`),
    'payload a text': { payloadText: '"claims"' },
    'payload null': { payloadText: 'null' },
    'payload a number': { payloadText: '1' },
    'payload with a comma too much': (forge) => payloadOf(forge, (text) => text.replace(/\}$/, ',}')),
    'payload with something behind': (forge) => payloadOf(forge, (text) => `${text}{}`),
    'payload with a comment': (forge) => payloadOf(forge, (text) => text.replace('{', '{/* */')),
    'payload with NaN': (forge) => payloadOf(forge, (text) => text.replace('{', '{"x":NaN,')),
    'payload cut short': (forge) => payloadOf(forge, (text) => text.slice(0, -1)),
    'payload with a byte order mark': (forge) => payloadOf(forge, (text) => `\uFEFF${text}`),
    'header with a byte order mark': (forge) => headerOf(forge, (text) => `\uFEFF${text}`),
    'payload in UTF-16': (forge) => ({
      payloadText: Uint8Array.from([
        0xff,
        0xfe,
        ...bytesOf(JSON.stringify(forge.claims()).split('').join('\0')),
        0,
      ]),
    }),
    'payload with a byte that is not UTF-8': (forge) => ({
      payloadText: bytesOf(JSON.stringify(forge.claims({ name: 'X' }))).map((byte) =>
        byte === 0x58 ? 0xff : byte,
      ),
    }),
    'payload with a slash in too many bytes': (forge) => {
      const [before = '', after = ''] = JSON.stringify(forge.claims({ name: '|' })).split('|');
      return { payloadText: Uint8Array.from([...bytesOf(before), 0xc0, 0xaf, ...bytesOf(after)]) };
    },
    'tid twice': (forge) => payloadOf(forge, (text) => text.replace('{', '{"tid":"x",')),
    'tid twice, equal': (forge) => payloadOf(forge, (text) => text.replace(/("tid":"[^"]+")/, '$1,$1')),
    'tid and Tid': { claims: { Tid: 'fab00000-0000-4000-8000-00000000fab0' } },
    'scp and SCP': { claims: { SCP: 'access_as_user' } },
    'aud twice, once in escapes': (forge) =>
      payloadOf(forge, (text) => text.replace('{', '{"\\u0061ud":"x",')),
    'a member twice, further down': { payloadText: '{"xms":{"a":{"b":1,"b":2}}}' },
    'alg twice': (forge) => headerOf(forge, (text) => text.replace('{', '{"alg":"none",')),
    'kid and Kid': { header: { Kid: 'next-key' } },
    'nine levels deep': (forge) => payloadOf(forge, (text) => text.replace('{', `{"deep":${nested(8)},`)),
    'five thousand levels deep': (forge) =>
      payloadOf(forge, (text) => text.replace('{', `{"deep":${nested(5000)},`)),
  }),
];
