import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entraRequirements } from './entra-requirements.ts';
import { oauthThreats } from './oauth-threats.ts';

const testFolder = fileURLToPath(new URL('../..', import.meta.url));

describe.each([
  ['requirements of Entra', entraRequirements, 21],
  ['OAuth threats', oauthThreats, 13],
])('the %s', (_, requirements, count) => {
  it('have unique ids and the expected count', () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(count);
  });

  it.each(requirements)('$id stands in a title of each of its test files', ({ id, tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const file of tests) {
      expect(readFileSync(`${testFolder}${file}`, 'utf8'), file).toContain(`[${id}]`);
    }
  });
});
