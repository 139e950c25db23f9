import { describe, expect, it } from 'vitest';
import { checkAccessRules, defaultAccessRules } from '../../../src/tenants/access-rules.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const defaultUser = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

describe('checkAccessRules', () => {
  it('denies nobody while no rule is set', () => {
    const subject = { at: 'sign_in', isBoundClient: false, directoryRoles: [globalAdministrator] } as const;
    expect(checkAccessRules(defaultAccessRules, subject)).toEqual({ denial: undefined, reported: [] });
  });

  it('denies a client that is not bound, and says so in report mode', () => {
    const subject = { at: 'sign_in', isBoundClient: false } as const;
    expect(checkAccessRules({ ...defaultAccessRules, boundClient: 'on' }, subject).denial).toBe(
      'client_not_bound',
    );
    expect(checkAccessRules({ ...defaultAccessRules, boundClient: 'report' }, subject)).toEqual({
      denial: undefined,
      reported: ['client_not_bound'],
    });
    const bound = { at: 'sign_in', isBoundClient: true } as const;
    expect(checkAccessRules({ ...defaultAccessRules, boundClient: 'on' }, bound).denial).toBeUndefined();
  });

  it.each([
    ['192.0.2.77', undefined],
    ['::ffff:192.0.2.77', undefined],
    ['2001:db8:1::5', undefined],
    ['192.0.3.1', 'network_not_allowed'],
    ['2001:db8:2::5', 'network_not_allowed'],
    ['unknown', 'network_not_allowed'],
    [undefined, 'network_not_allowed'],
  ])('checks the address %s of a sign-in against the allowed networks: %s', (address, denial) => {
    const rules = {
      ...defaultAccessRules,
      network: 'on',
      networks: ['192.0.2.0/24', '2001:db8:1::/48'],
    } as const;
    expect(checkAccessRules(rules, { at: 'sign_in', address }).denial).toBe(denial);
    expect(checkAccessRules(rules, { at: 'mcp', address }).denial).toBeUndefined();
    const atMcp = { ...rules, network: 'off', networkAtMcp: 'on' } as const;
    expect(checkAccessRules(atMcp, { at: 'mcp', address }).denial).toBe(denial);
  });

  it('denies holders of administrator roles, and not users with default roles only', () => {
    const rules = { ...defaultAccessRules, directoryRole: 'on' } as const;
    const check = (directoryRoles: readonly string[]) =>
      checkAccessRules(rules, { at: 'mcp', directoryRoles }).denial;
    expect(check([defaultUser, globalAdministrator])).toBe('directory_role');
    expect(check([defaultUser])).toBeUndefined();
    expect(check([])).toBeUndefined();
  });
});
