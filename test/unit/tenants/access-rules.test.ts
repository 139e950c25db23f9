import { describe, expect, it } from 'vitest';
import {
  checkAccessRules,
  defaultAccessRules,
  holdsDirectoryRole,
  isRuleName,
} from '../../../src/tenants/access-rules.ts';

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

  it('does not check the network at the token endpoint', () => {
    const rules = { ...defaultAccessRules, network: 'on', networkAtMcp: 'on' } as const;
    expect(checkAccessRules(rules, { at: 'token', address: undefined })).toEqual({
      denial: undefined,
      reported: [],
    });
  });

  it('denies by the enforced rule and names those that only report', () => {
    const rules = {
      ...defaultAccessRules,
      boundClient: 'report',
      network: 'on',
      directoryRole: 'report',
    } as const;
    const subject = { at: 'sign_in', isBoundClient: false, directoryRoles: [globalAdministrator] } as const;
    expect(checkAccessRules(rules, subject)).toEqual({
      denial: 'network_not_allowed',
      reported: ['client_not_bound', 'directory_role'],
    });
  });

  it('checks neither client nor roles that are not known', () => {
    const rules = { ...defaultAccessRules, boundClient: 'on', directoryRole: 'on' } as const;
    expect(checkAccessRules(rules, { at: 'token' }).denial).toBeUndefined();
  });
});

describe('holdsDirectoryRole', () => {
  it.each([
    'b79fbf4d-3ef9-4689-8143-76b194e85509',
    'A0B1B346-4D3E-4E8B-98F8-753987BE4970',
    '10dae51f-b6af-4016-8d66-8c2a99b929b3',
    '2af84b1e-32c8-42b7-82bc-daa82404023b',
  ])('%s is a role that everybody can have', (role) => {
    expect(holdsDirectoryRole([role])).toBe(false);
    expect(holdsDirectoryRole([role, globalAdministrator])).toBe(true);
  });
});

describe('isRuleName', () => {
  it('accepts the names of policy changes only', () => {
    for (const name of ['bound_client', 'network', 'network_at_mcp', 'directory_role'])
      expect(isRuleName(name)).toBe(true);
    for (const name of ['', 'boundClient', 'toString', '__proto__']) expect(isRuleName(name)).toBe(false);
  });
});
