import { describe, expect, it } from 'vitest';
import { displayName, displayUri, readParameters } from '../../../src/oauth/parameters.ts';
import { hashValues, isProofKey } from '../../../src/oauth/pkce.ts';
import { assertNotRepeated, readClientCredentials } from '../../../src/oauth/token-request.ts';

const basic = (text: string, scheme = 'Basic') =>
  `${scheme} ${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`;
const invalidClient = expect.objectContaining({ code: 'invalid_client' }) as Error;

describe('readClientCredentials', () => {
  const read = (form: Record<string, string>, authorization?: string) =>
    readClientCredentials(readParameters(new URLSearchParams(form)), authorization);

  it.each<[string, Record<string, string>, string | undefined, object]>([
    ['of the form', { client_id: 'a', client_secret: 's' }, undefined, { clientId: 'a', secret: 's' }],
    ['without a secret', { client_id: 'a' }, undefined, { clientId: 'a', secret: undefined }],
    ['of HTTP Basic', {}, basic('a:s'), { clientId: 'a', secret: 's' }],
    ['of HTTP Basic in lower case', {}, basic('a:s', 'basic'), { clientId: 'a', secret: 's' }],
    ['that are form-encoded', {}, basic('a%3Ab+c:%73+'), { clientId: 'a:b c', secret: 's ' }],
    ['with a colon in the secret', {}, basic('a:s:t'), { clientId: 'a', secret: 's:t' }],
    ['with an empty secret', {}, basic('a:'), { clientId: 'a', secret: undefined }],
    ['without a colon', {}, basic('a'), { clientId: 'a', secret: undefined }],
    ['beyond ASCII', {}, basic('ü:s'), { clientId: 'ü', secret: 's' }],
    [
      'of both, the secret of HTTP Basic',
      { client_id: 'a', client_secret: 'form' },
      basic('a:header'),
      { clientId: 'a', secret: 'header' },
    ],
    [
      'of both, the secret of the form',
      { client_id: 'a', client_secret: 'form' },
      basic('a'),
      { clientId: 'a', secret: 'form' },
    ],
    [
      'of the form beside a bearer token',
      { client_id: 'a' },
      'Bearer x',
      { clientId: 'a', secret: undefined },
    ],
    [
      'of the form beside malformed base64',
      { client_id: 'a' },
      'Basic =',
      { clientId: 'a', secret: undefined },
    ],
    [
      'of the form beside malformed percent-encoding',
      { client_id: 'a' },
      basic('%:s'),
      { clientId: 'a', secret: undefined },
    ],
  ])('reads those %s', (_case, form, authorization, expected) => {
    expect(read(form, authorization)).toEqual(expected);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['none', {}, undefined],
    ['an empty id', { client_id: '' }, basic(':s')],
    ['different ids', { client_id: 'a' }, basic('b:s')],
    ['text around HTTP Basic', {}, `x${basic('a:s')}`],
    ['text after HTTP Basic', {}, `${basic('a:s')}, x`],
  ])('rejects %s', (_case, form, authorization) => {
    expect(() => read(form, authorization)).toThrow(invalidClient);
  });
});

describe('readParameters', () => {
  it('reports each repeated name once, and treats empty values as absent', () => {
    const parameters = readParameters(new URLSearchParams('a=1&b=&a=2&c=3&a=4&b=5'));
    expect(parameters.repeated).toEqual(['a', 'b']);
    expect(parameters.get('c')).toBe('3');
    expect(parameters.get('b')).toBeUndefined();
    expect(parameters.get('d')).toBeUndefined();
  });
});

describe('assertNotRepeated', () => {
  it('names the beginning of a repeated parameter', () => {
    const [name, start] = ['x'.repeat(50), 'x'.repeat(40)];
    const parameters = readParameters(new URLSearchParams(`${name}=1&${name}=2`));
    expect(() => assertNotRepeated(parameters)).toThrow(`The parameter ${start} is sent more than once.`);
    expect(() => assertNotRepeated(readParameters(new URLSearchParams('a=1&b=2')))).not.toThrow();
  });
});

describe('displayName', () => {
  it.each<[string | undefined, string]>([
    ['Claude', 'Claude'],
    ['  Claude\r\n\tCode ', 'Claude Code'],
    ['user\u202Egnp.exe', 'user gnp.exe'],
    [`a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(4)}b`],
    ['Tiếng Việt ทั้ง नमस्ते', 'Tiếng Việt ทั้ง नमस्ते'],
    ['', 'An application'],
    ['\u200B', 'An application'],
    [undefined, 'An application'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(60)}…`],
    [`${'x'.repeat(59)}😀`, `${'x'.repeat(59)}…`],
  ])('of %j is %j', (name, expected) => {
    expect(displayName(name, 'An application')).toBe(expected);
  });

  it('keeps 512 characters of a URI', () => {
    expect(displayUri('x'.repeat(512))).toBe('x'.repeat(512));
    expect(displayUri('x'.repeat(2000))).toBe(`${'x'.repeat(512)}…`);
  });
});

describe('isProofKey', () => {
  it.each<[string | undefined, boolean]>([
    ['a'.repeat(43), true],
    ['a'.repeat(128), true],
    ['AZaz09._~-'.padEnd(43, 'x'), true],
    ['a'.repeat(42), false],
    ['a'.repeat(129), false],
    [`${'a'.repeat(43)}\n`, false],
    [` ${'a'.repeat(43)}`, false],
    [`${'a'.repeat(42)}+`, false],
    [undefined, false],
  ])('%j: %s', (text, expected) => {
    expect(isProofKey(text)).toBe(expected);
  });
});

describe('hashValues', () => {
  it('differs for values that are divided or ordered in another way', async () => {
    const hashes = await Promise.all([
      hashValues('a', 'bc'),
      hashValues('ab', 'c'),
      hashValues('abc'),
      hashValues('bc', 'a'),
      hashValues('a', 'bc', ''),
      hashValues('a","bc'),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await hashValues('a', 'bc')).toBe(hashes[0]);
  });
});
