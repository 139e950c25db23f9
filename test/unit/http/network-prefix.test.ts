import { expect, test } from 'vitest';
import { truncatedNetwork } from '../../../src/http/audit.ts';
import { networkPrefix } from '../../../src/http/rate-limit.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['unknown', 'unknown'],
])('networkPrefix(%s) returns %s', (address, network) => {
  expect(networkPrefix(address)).toBe(network);
});

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0DB8:0001::ffff', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['::ffff:203.0.113.7', undefined],
  ['not an address', undefined],
  ['a"b', undefined],
  ['', undefined],
  [undefined, undefined],
])('truncatedNetwork(%s) returns %s', (address, network) => {
  expect(truncatedNetwork(address)).toBe(network);
});
