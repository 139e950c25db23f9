import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { OperatorError } from '../../scripts/lib/command-line.ts';
import { type KeyRingStep, changeKeyRing } from '../../scripts/lib/key-ring-rotation.ts';
import { parseKeyRing } from '../../src/crypto/key-ring.ts';

const material = (fill: number) => new Uint8Array(32).fill(fill);
const key = (id: string, fill: number) => `${id}:${Buffer.from(material(fill)).toString('base64')}`;
const step = (name: KeyRingStep, present: string, id?: string) =>
  changeKeyRing(name, present, id, material(9)).ring;

test('changeKeyRing: new, add, promote and retire rotate from k1 to k2', () => {
  const first = step('new', '');
  expect(first).toBe(key('k1', 9));
  const added = changeKeyRing('add', first, undefined, material(8)).ring;
  expect(added).toBe(`${key('k1', 9)},${key('k2', 8)}`);
  expect(parseKeyRing(added).primary.wireId).toBe(parseKeyRing(first).primary.wireId);
  const promoted = step('promote', added);
  expect(promoted).toBe(`${key('k2', 8)},${key('k1', 9)}`);
  expect(step('retire', promoted)).toBe(key('k2', 8));
});

describe('changeKeyRing with three keys', () => {
  const ring = [key('k7', 1), key('old', 2), key('k3', 3)].join(',');
  test.each([
    ['add', undefined, `${ring},${key('k8', 9)}`],
    ['add', 'spring', `${ring},${key('spring', 9)}`],
    ['promote', undefined, [key('k3', 3), key('k7', 1), key('old', 2)].join(',')],
    ['promote', 'old', [key('old', 2), key('k7', 1), key('k3', 3)].join(',')],
    ['retire', undefined, [key('k7', 1), key('k3', 3)].join(',')],
    ['retire', 'k3', [key('k7', 1), key('old', 2)].join(',')],
  ] as const)('%s %s returns the expected ring', (name, id, expected) => {
    expect(step(name, ring, id)).toBe(expected);
  });
});

test.each([
  ['new', key('k1', 1), undefined, 'A key ring exists already'],
  ['add', '', undefined, 'The key ring is empty'],
  ['add', 'k1:short', undefined, 'not the base64 encoding of exactly 32 bytes'],
  ['add', key('k1', 1), 'k1', 'same id as an earlier key'],
  ['add', key('k1', 1), 'no spaces', 'needs an id'],
  ['promote', key('k1', 1), undefined, 'is the primary key already'],
  ['promote', `${key('k1', 1)},${key('k2', 2)}`, 'k9', 'It has: k1, k2.'],
  ['retire', key('k1', 1), undefined, 'Add another key and promote it first'],
  ['retire', `${key('k1', 1)},${key('k2', 2)}`, 'k1', 'Add another key and promote it first'],
] as const)('changeKeyRing: %s %s %s throws', (name, ring, id, words) => {
  const change = () => changeKeyRing(name, ring, id, material(9));
  expect(change).toThrow(OperatorError);
  expect(change).toThrow(words);
});

describe('npm run keys', () => {
  const run = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, [new URL('../../scripts/keys.ts', import.meta.url).pathname, ...args], {
      input,
      encoding: 'utf8',
    });

  test('prints only the ring on stdout and no key on stderr', () => {
    const { stdout, stderr, status } = run(['add'], `${key('k1', 1)}\n`);
    expect(stdout).toMatch(/^k1:[A-Za-z0-9+/=]{44},k2:[A-Za-z0-9+/=]{44}\n$/);
    expect(stderr).toContain('k2 can open sealed data');
    expect(stderr).not.toMatch(/[A-Za-z0-9+/]{30}/);
    expect(status).toBe(0);
  });

  test('reads the ring from --file', () => {
    const home = mkdtempSync(`${tmpdir()}/keys-`);
    writeFileSync(`${home}/ring`, `${key('k1', 1)},${key('k2', 2)}`);
    expect(run(['promote', '--file', `${home}/ring`]).stdout).toMatch(/^k2:/);
    rmSync(home, { recursive: true });
  });

  test('says how to pass the ring when there is none', () => {
    const { stderr, status } = run(['add'], '\n');
    expect(stderr).toBe('The key ring is empty. Pass it on standard input, or with --file.\n');
    expect(status).toBe(2);
  });

  test('generates a different key each time', () => {
    expect(run(['new']).stdout).not.toBe(run(['new']).stdout);
  });

  test.each([[['shred']], [[]], [['add', '--file', '/nowhere']], [['add']]])(
    'exits with 2 for %j and repeats no input',
    (args) => {
      const { stdout, stderr, status } = run(args, 'k1:notasecretbutcouldbe');
      expect(stdout).toBe('');
      expect(stderr).not.toContain('notasecret');
      expect(status).toBe(2);
    },
  );
});
