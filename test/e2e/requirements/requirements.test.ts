import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entraGotchas } from './entra-requirements.ts';
import { relayThreats } from './oauth-threats.ts';

const tests = fileURLToPath(new URL('../..', import.meta.url));

describe.each([
  ['traps of Entra', entraGotchas, 21],
  ['threats to the relay', relayThreats, 13],
])('the %s', (_, requirements, count) => {
  it('are all there, each once', () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(count);
  });

  it.each(requirements)('$id is shown by tests that exist', ({ shownBy }) => {
    expect(shownBy.length).toBeGreaterThan(0);
    for (const [file, words] of shownBy) expect(readFileSync(`${tests}${file}`, 'utf8')).toContain(words);
  });
});
