import { expect, test } from 'vitest';
import { writtenAddress } from '../../../src/resources/written-address.ts';

test('a name and an address stand as mail writes them', () => {
  expect(writtenAddress({ name: 'Ana Ruiz', address: 'ana@a.example' })).toBe('Ana Ruiz <ana@a.example>');
});

test.each(['!<[x](//evil.example/p)', '!<>[x](//evil.example/p)', '!><[x][y]', '<i<mg src=x>', '[x]<>: //e'])(
  'no markup comes of a name without its brackets: %s',
  (name) => {
    const written = writtenAddress({ name, address: '' });
    expect(written).not.toMatch(/!\[|^\[[^\]]*\]:|<[a-z]/i);
  },
);
