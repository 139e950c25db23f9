import { describe, expect, it } from 'vitest';
import { codesByKind, kindByCode, otherSources } from '../../../src/entra/aadsts-codes.ts';
import { entraErrorMessage } from '../../../src/entra/error-messages.ts';
import { cases } from './entra-error-cases.ts';

describe('the AADSTS table', () => {
  it('has each code once, and a case that proves its kind', () => {
    const codes = Object.values(codesByKind).flat();
    expect(new Set(codes).size).toBe(codes.length);
    const proven = new Set(
      cases.filter(({ kind, code }) => kindByCode.get(code) === kind).map(({ code }) => code),
    );
    expect(codes.filter((code) => !proven.has(code))).toEqual([]);
  });

  it('has sources of Microsoft, and none for a code that is not in the table', () => {
    for (const [code, url] of Object.entries(otherSources)) {
      expect(kindByCode.has(Number(code))).toBe(true);
      expect(new URL(url).hostname).toMatch(/^(learn\.microsoft\.com|login\.microsoftonline\.com)$/);
    }
  });
});

describe('the advice of each kind', () => {
  it.each([
    [50053, 403, 'administrator', 'IP address'],
    [50055, 401, 'user', 'password has expired'],
    [500011, 403, 'administrator', 'enterprise applications'],
    [50194, 503, 'operator', 'operator of the connector'],
    [53003, 403, 'administrator', 'Conditional Access'],
    [500212, 403, 'administrator', 'sign-in log'],
    [53000, 'step_up', 'user', 'compliant device'],
    [50076, 'step_up', 'user', 'multifactor'],
    [65001, 'step_up', 'user', 'consent'],
    [90094, 403, 'administrator', 'consent'],
    [50105, 403, 'administrator', 'assign'],
    [50020, 401, 'user', 'work account of the organization'],
    [700082, 401, 'user', 'Sign in'],
    [500133, 401, 'user', 'Sign in'],
    [7000222, 503, 'operator', 'renew'],
    [90002, 503, 'operator', 'another Microsoft cloud'],
    [90055, 503, 'nobody', 'later'],
    [90033, 503, 'nobody', 'Try again'],
    [50196, 503, 'nobody', 'Wait'],
  ] as const)('AADSTS%i: %s for the %s, about "%s"', (code, response, owner, words) => {
    const kind = kindByCode.get(code);
    expect(kind && entraErrorMessage[kind]).toMatchObject({
      response,
      owner,
      text: expect.stringContaining(words) as string,
    });
  });

  it('never sends a client to a new sign-in for an error of the operator', () => {
    for (const { owner, response } of Object.values(entraErrorMessage)) {
      if (owner === 'operator') expect(response).toBe(503);
    }
  });
});
