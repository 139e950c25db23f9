import { expect, test } from 'vitest';
import { setTomlValues } from '../../scripts/cloudflare/wrangler-config.ts';

const toml = `name = "connector" # its name
flags = ["a", "b"]

[vars]
# where it is
PUBLIC_URL = "" # an origin
REGION = 'eu'

[[bindings]]
name = "VAULT"

[env.eu.vars]
PUBLIC_URL = "https://old.example"
`;

test.each([
  [
    'replaces a value and keeps its comment',
    'vars',
    { PUBLIC_URL: 'https://x.example' },
    'PUBLIC_URL = "https://x.example" # an origin',
  ],
  ['understands single quotes', 'vars', { REGION: 'us' }, 'REGION = "us"\n'],
  ['escapes what it quotes', 'vars', { REGION: 'a"b\\c' }, String.raw`REGION = "a\"b\\c"`],
  ['adds a key at the end of its table', 'vars', { NEW: '1' }, `REGION = 'eu'\nNEW = "1"\n\n[[bindings]]`],
  [
    'adds a key before the first table',
    '',
    { routes: { toml: '[1]' } },
    `flags = ["a", "b"]\nroutes = [1]\n\n[vars]`,
  ],
  ['adds a table that is missing', 'env.us.vars', { REGION: 'us' }, '[env.us.vars]\nREGION = "us"\n'],
])('setTomlValues: %s', (_, table, values, expected) => {
  const after = setTomlValues(toml, table, values);
  expect(after).toContain(expected);
  const [key = ''] = Object.keys(values);
  const others = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith(key));
  expect(others(after).filter((line) => !line.startsWith('[env.us'))).toEqual(others(toml));
});

test('setTomlValues: changes a key in one table only', () => {
  const after = setTomlValues(toml, 'env.eu.vars', { PUBLIC_URL: 'https://new.example' });
  expect(after).toContain('PUBLIC_URL = "" # an origin');
  expect(after).toContain('PUBLIC_URL = "https://new.example"');
});

test('setTomlValues: replaces booleans and arrays on one line', () => {
  const after = setTomlValues('on = true # note\nroutes = [{ pattern = "a" }]\n', '', {
    on: { toml: 'false' },
    routes: { toml: '[]' },
  });
  expect(after).toBe('on = false # note\nroutes = []\n');
});

test('setTomlValues: throws for a value of several lines', () => {
  const toml = 'name = "x"\nflags = [\n  "a",\n]\n';
  expect(() => setTomlValues(toml, '', { flags: 'c' })).toThrow('Line 2 of wrangler.toml');
});
