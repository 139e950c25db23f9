import { describe, expect, it } from 'vitest';
import { canonicalNetwork, isInNetworks } from '../../../src/lib/ip-network.ts';

describe('canonicalNetwork', () => {
  it.each([
    ['192.0.2.77/24', '192.0.2.0/24'],
    [' 192.0.2.77 ', '192.0.2.77/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0:1::1/64', '2001:db8::/64'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::ffff:192.0.2.1/120', '192.0.2.0/24'],
    ['::/0', '::/0'],
    ['160.79.104.0/21', '160.79.104.0/21'],
  ])('writes %s as %s', (text, network) => {
    expect(canonicalNetwork(text)).toBe(network);
    expect(canonicalNetwork(network)).toBe(network);
  });

  it.each([
    '',
    'office',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/-1',
    '192.0.2.0/24/24',
    '192.0.2',
    '192.0.2.256',
    '192.0.02.1',
    '0x7f.0.0.1',
    '2001:db8::/129',
    '2001:db8:::/64',
    '1::2::3',
    'fe80::1%eth0',
    '[2001:db8::]/32',
    '::ffff:192.0.2.1/64',
    '1234567/8',
  ])('rejects %j', (text) => {
    expect(canonicalNetwork(text)).toBeUndefined();
  });
});

describe('isInNetworks', () => {
  it('compares addresses of one family only', () => {
    expect(isInNetworks('::1', ['0.0.0.0/0'])).toBe(false);
    expect(isInNetworks('127.0.0.1', ['::/0'])).toBe(false);
    expect(isInNetworks('10.1.2.3', ['192.0.2.0/24', '10.0.0.0/8'])).toBe(true);
    expect(isInNetworks('2001:db8::ffff', ['2001:db8::/112'])).toBe(true);
    expect(isInNetworks('2001:db8::1:0', ['2001:db8::/112'])).toBe(false);
    expect(isInNetworks('192.0.2.1', [])).toBe(false);
  });
});
