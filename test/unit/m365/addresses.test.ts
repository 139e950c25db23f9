import { describe, expect, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import {
  externalByDomains,
  formatAddress,
  matchesAddress,
  otherAddressInName,
} from '../../../src/m365/addresses.ts';

const sigrun = { name: 'Sigrun Moen', address: 'sigrun.moen@a.example' };
const impostor = { name: 'sigrun.moen@a.example', address: 'finance@evil.example' };

describe('matchesAddress', () => {
  it.each([
    [sigrun, 'sigrun.moen@a.example', true],
    [sigrun, 'Sigrun.Moen@A.EXAMPLE', true],
    [{ name: '', address: 'sigrun.moen@a.example' }, 'sigrun.moen@a.example', true],
    [impostor, 'sigrun.moen@a.example', false],
    [{ ...impostor, name: 'Sigrun Moen <sigrun.moen@a.example>' }, 'sigrun.moen@a.example', false],
    [{ name: 'Sigrun Moen', address: 'sigrun.moen@a.example.guest.example' }, 'sigrun.moen@a.example', false],
    [{ name: 'x', address: 'not.sigrun.moen@a.example' }, 'sigrun.moen@a.example', false],
    [{ name: 'x', address: 'sigrun@a.example' }, 'sigrun.moen@a.example', false],
    [sigrun, 'Sigrun', true],
    [sigrun, 'moen, sigrun', true],
    [sigrun, 'Sigrun Hansen', false],
    [sigrun, 'a.example', true],
    [sigrun, '@a.example', true],
    [impostor, 'a.example', false],
    [{ name: 'a.example', address: 'finance@evil.example' }, 'a.example', false],
    [{ name: 'x', address: 'sigrun@sub.a.example' }, 'a.example', false],
    // An address in the display name is not a name.
    [impostor, 'Sigrun Moen', false],
    [{ name: 'Sigrun Moen', address: 'finance@evil.example' }, 'Sigrun Moen', true],
    [{ name: 'sigrun.moen＠a.example', address: 'finance@evil.example' }, 'Sigrun Moen', false],
    [{ name: 'sigrun.moen@a.example', address: 'sigrun.moen@a.example' }, 'Sigrun Moen', true],
    [{ name: '', address: 'sigrun.moen@a.example' }, 'sigrun', true],
    [{ name: '', address: '' }, 'sigrun', false],
  ])('returns for %o and %s: %s', (person, wanted, expected) => {
    expect(matchesAddress(person, wanted)).toBe(expected);
  });
});

describe('a display name that contains an address', () => {
  it.each([
    [impostor, 'sigrun.moen@a.example'],
    [{ name: '"CEO" <ceo@a.example>', address: 'x@evil.example' }, 'ceo@a.example'],
    [{ name: 'ceo＠a.example', address: 'x@evil.example' }, 'ceo@a.example'],
    [{ name: 'Sigrun (Sigrun.Moen@A.example)', address: 'sigrun.moen@a.example' }, undefined],
    [sigrun, undefined],
    [{ name: 'Team @ Contoso', address: 'team@contoso.example' }, undefined],
  ])('is detected when it is another one: %o', (person, expected) => {
    expect(otherAddressInName(person)).toBe(expected);
  });

  it('is shown after the real address', () => {
    expect(formatAddress(impostor)).toBe(
      'finance@evil.example (suspicious: calls itself sigrun.moen@a.example)',
    );
  });
});

describe('externalByDomains', () => {
  const caller = { preferredUsername: 'megan@contoso.example', isGuest: false } as unknown as VerifiedCaller;
  const guest = { preferredUsername: 'eve@partner.example', isGuest: true } as unknown as VerifiedCaller;
  const domains = new Set(['contoso.example', 'contoso-stores.example', 'contoso.onmicrosoft.com']);

  it.each([
    ['adele@contoso.example', false],
    ['adele@Contoso-Stores.example', false],
    ['noreply@mail.contoso.example', false],
    ['adele@contoso.onmicrosoft.com', false],
    ['eve@evil.example', true],
    ['eve@contoso.example.evil.example', true],
    ['eve@notcontoso.example', true],
    ['eve_partner.example#EXT#@contoso.onmicrosoft.com', true],
    ['eve@fabrikam.onmicrosoft.com', true],
    ['', undefined],
  ])('returns for %s: %s', (address, expected) => {
    expect(externalByDomains(domains, caller)(address)).toBe(expected);
    expect(externalByDomains(domains, guest)(address)).toBe(expected);
  });

  it('uses the domain of the sign-in name when the domains are not known', () => {
    expect(externalByDomains(undefined, caller)('adele@contoso-stores.example')).toBe(true);
    expect(externalByDomains(undefined, guest)('adele@contoso.example')).toBeUndefined();
  });
});
