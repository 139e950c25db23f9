import { describe, expect, it } from 'vitest';
import { en } from '../../../src/http/messages/en.ts';
import type { AuthorizeStep } from '../../../src/oauth/authorize.ts';
import type { CallbackStep } from '../../../src/oauth/callback.ts';
import { claude, createClientRequest, issuer } from './client.ts';
import { newUser } from './entra-stub.ts';
import { createHarness } from './oauth-harness.ts';

const denied = { denial: 'network_not_allowed', reported: [] } as const;
const reporting = { denial: undefined, reported: ['directory_role'] } as const;
const address = '198.51.100.7';

/** The query of the redirect to the client that the failure page offers. */
function returnQueryOf(step: AuthorizeStep | CallbackStep): Record<string, string> {
  if (step.kind !== 'failed') throw new Error('The sign-in did not fail.');
  return Object.fromEntries(new URL(step.failed.returnUrl).searchParams);
}

const accessDenied = {
  error: 'access_denied',
  error_description: en.denials.network_not_allowed,
  state: 'client-state',
  iss: issuer,
};

describe('access rules at GET /oauth/authorize', () => {
  it('deny before the sign-in if the server signs in users of one tenant', async () => {
    const { tenantId } = newUser();
    const harness = createHarness({ allowedTenants: new Set([tenantId]) });
    harness.accessDecision = denied;
    const browser = harness.createBrowser();
    browser.cookies.address = address;
    const step = await browser.authorize((await createClientRequest()).query);
    expect(step).toMatchObject({
      kind: 'failed',
      failed: {
        tenantId,
        clientName: 'Claude',
        failure: { reason: 'connector', code: 'network_not_allowed', owner: 'administrator' },
      },
    });
    expect(returnQueryOf(step)).toEqual(accessDenied);
    expect(harness.accessChecks).toEqual([{ tenantId, at: 'sign_in', clientId: claude, address }]);
  });

  it('are not checked before the sign-in if the tenant is unknown', async () => {
    const harness = createHarness();
    harness.accessDecision = denied;
    const step = await harness.createBrowser().authorize((await createClientRequest()).query);
    expect(step.kind).toBe('consent');
    expect(harness.accessChecks).toEqual([]);
  });

  it('let the sign-in continue if they only report', async () => {
    const harness = createHarness({ allowedTenants: new Set([newUser().tenantId]) });
    harness.accessDecision = reporting;
    const step = await harness.createBrowser().authorize((await createClientRequest()).query);
    expect(step.kind).toBe('consent');
  });
});

describe('access rules at GET /oauth/callback', () => {
  async function startedSignIn() {
    const harness = createHarness();
    const browser = harness.createBrowser();
    browser.cookies.address = address;
    const url = await harness.startSignIn(await createClientRequest(), browser);
    return { harness, browser, url };
  }

  it('deny with a page, and neither exchange the token nor issue a code', async () => {
    const { harness, browser, url } = await startedSignIn();
    harness.accessDecision = denied;
    const user = newUser();
    const step = await browser.finish(harness.entra.signIn(url, user));
    expect(step).toMatchObject({
      holder: user,
      failed: { failure: { reason: 'connector', code: 'network_not_allowed', owner: 'administrator' } },
    });
    expect(returnQueryOf(step)).toEqual(accessDenied);
    expect(harness.exchangedCallers).toEqual([]);
    const { tenantId } = user;
    const attempt = { tenantId, at: 'sign_in', clientId: claude, address, directoryRoles: [] };
    expect(harness.accessChecks).toEqual([attempt]);
  });

  it('let the sign-in succeed if they only report, and are returned for the audit', async () => {
    const { harness, browser, url } = await startedSignIn();
    harness.accessDecision = reporting;
    const step = await browser.finish(harness.entra.signIn(url, newUser()));
    expect(step).toMatchObject({ kind: 'redirect', reported: ['directory_role'] });
  });

  it('let another account sign in from the failure page', async () => {
    const { harness, browser, url } = await startedSignIn();
    harness.accessDecision = denied;
    harness.time.nowMs += 9 * 60_000;
    const step = await browser.finish(harness.entra.signIn(url, newUser()));
    harness.accessDecision = reporting;
    const again = step.kind === 'failed' ? step.failed.otherAccountUrl : undefined;
    expect(new URL(again ?? '').searchParams.get('prompt')).toBe('select_account');
    harness.time.nowMs += 9 * 60_000;
    const other = newUser();
    const end = await browser.finish(harness.entra.signIn(again ?? '', other));
    expect(end).toMatchObject({ kind: 'redirect', holder: other });
    const { searchParams } = new URL(end.kind === 'redirect' ? end.location : 'about:blank');
    expect(searchParams.get('state')).toBe('client-state');
    expect(searchParams.get('code')).not.toBeNull();
  });
});

describe('access rules at POST /oauth/token', () => {
  async function withCode() {
    const harness = createHarness();
    const user = newUser();
    const run = await createClientRequest();
    const location = await harness.signInToClient(run, user);
    harness.accessChecks.length = 0;
    const form = harness.codeForm(run, location.searchParams.get('code') ?? '');
    return { harness, user, form };
  }

  it('deny the redemption of a code, and name the user for the audit', async () => {
    const { harness, user, form } = await withCode();
    harness.accessDecision = { denial: 'directory_role', reported: [] };
    await expect(harness.issue(form)).rejects.toMatchObject({
      code: 'invalid_grant',
      message: en.denials.directory_role,
      details: { denial: { reason: 'directory_role', user } },
    });
    const { tenantId } = user;
    expect(harness.accessChecks).toEqual([{ tenantId, at: 'token', clientId: claude, directoryRoles: [] }]);
  });

  it('deny a refresh', async () => {
    const { harness, form } = await withCode();
    const { refresh_token } = await harness.issue(form);
    harness.accessDecision = { denial: 'directory_role', reported: [] };
    await expect(harness.refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('are returned for the audit if they only report', async () => {
    const { harness, form } = await withCode();
    harness.accessDecision = reporting;
    const issued = await harness.server.issue(new URLSearchParams(form), undefined);
    expect(issued).toMatchObject({ reported: ['directory_role'] });
  });
});
