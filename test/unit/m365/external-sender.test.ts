import { describe, expect, it } from 'vitest';
import { isExternalSender } from '../../../src/m365/addresses.ts';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';

const caller = (preferredUsername: string | undefined, isGuest = false) =>
  ({ preferredUsername, isGuest }) as unknown as VerifiedCaller;

describe('isExternalSender', () => {
  it.each([
    ['eve@evil.example', 'megan@contoso.example', true],
    ['Adele@CONTOSO.example', 'megan@contoso.example', false],
    ['noreply@mail.contoso.example', 'megan@contoso.example', false],
    ['adele@contoso.example', 'megan@emea.contoso.example', false],
    ['eve@notcontoso.example', 'megan@contoso.example', true],
    ['eve@contoso.example.evil.example', 'megan@contoso.example', true],
    ['', 'megan@contoso.example', undefined],
    ['/O=EXCHANGELABS/CN=x', 'megan@contoso.example', undefined],
    ['eve@evil.example', undefined, undefined],
    ['adele@contoso.example', 'megan@contoso.onmicrosoft.com', undefined],
  ])('returns for %s and the user %s: %s', (address, name, expected) => {
    expect(isExternalSender(address, caller(name))).toBe(expected);
  });

  it('returns undefined for a guest', () => {
    expect(isExternalSender('eve@evil.example', caller('megan@contoso.example', true))).toBeUndefined();
  });
});
