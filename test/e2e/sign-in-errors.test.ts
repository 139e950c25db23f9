import { afterEach, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { useConnector } from './connector.ts';
import { createBrowserAgent, type SeenPage } from '../../scripts/sign-in/browser-agent.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';
import { type Condition, refusedExchanges } from './sign-in/refused-exchanges.ts';

const connector = useConnector();
const { megan, pradeep } = users;
const { tenantId } = megan;

afterEach(() => connector.simulation.tenant.control.reset());

async function signInUntilEnd(userPrincipalName: string): Promise<SeenPage | undefined> {
  const speak = createOAuthDialogue(connector.simulation.url);
  const browser = createBrowserAgent({ user: { userPrincipalName } });
  await browser.signIn(speak.authorizeUrl(await speak.register())).catch(() => undefined);
  return browser.seen.at(-1);
}

const entraErrors: readonly (readonly [string, string, Condition, string, string, number])[] = [
  [
    '[entra-7.11] a user who is not assigned',
    pradeep.userPrincipalName,
    () => undefined,
    'AADSTS50105',
    'Your administrator has to allow this',
    403,
  ],
  [
    '[entra-7.11] a disabled client application',
    megan.userPrincipalName,
    (control) => control.updateServicePrincipal({ tenantId, app: 'client', state: 'disabled' }),
    'AADSTS7000112',
    'Your administrator has to allow this',
    403,
  ],
  [
    '[entra-7.11] [entra-7.12] Conditional Access that blocks the sign-in',
    megan.userPrincipalName,
    (control) => control.setConditionalAccess([{ tenantId, grant: 'block', resource: 'server' }]),
    'AADSTS53003',
    'Your administrator has to allow this',
    403,
  ],
  [
    'an account of another tenant',
    megan.userPrincipalName,
    (control) => control.forceError({ at: 'authorize', code: 50020, user: 'megan' }),
    'AADSTS50020',
    'Microsoft could not sign you in',
    403,
  ],
  [
    'an unavailable Entra',
    megan.userPrincipalName,
    (control) => control.forceError({ at: 'authorize', code: 90033, user: 'megan' }),
    'AADSTS90033',
    'Microsoft is temporarily unavailable',
    503,
  ],
];

describe('GET /oauth/callback with an Entra error', () => {
  it.each(entraErrors)(
    'shows the AADSTS code and returns the error to the client: %s',
    async (_, user, condition, code, heading, status) => {
      condition(connector.simulation.tenant.control, user, tenantId);
      const page = await signInUntilEnd(user);
      expect(page).toMatchObject({ status, heading });
      expect(page?.text).toContain(code);
      expect(page?.text).toMatch(/Trace ID [0-9a-f-]{36}/);
      expect(page?.text).toMatch(/Time \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
      expect(page?.text).toContain('Return to Test');
      // The error text of Entra names the application and the user and must not be shown.
      expect(page?.text).not.toContain(user);
      expect(page?.text).not.toContain('M365 MCP');
      expect(page?.button?.searchParams.get('error')).toBe(
        status === 403 ? 'access_denied' : 'temporarily_unavailable',
      );
      expect(page?.button?.searchParams.get('error_description')).toContain(code);
      expect(page?.button?.searchParams.get('iss')).toBe(connector.simulation.url);
    },
  );

  // A missing server application is created by the consent at sign-in.
  it.each(refusedExchanges.filter(([name]) => !name.includes('missing')))(
    '%s: shows the error of the preflight on-behalf-of request and issues no code',
    async (_, condition, status, __, actor) => {
      const { control } = connector.simulation.tenant;
      // The account page of the simulated Entra lists only the first users.
      const user = users.diego;
      await condition(control, user.userPrincipalName, user.tenantId);
      const page = await signInUntilEnd(user.userPrincipalName);
      expect(page?.status).toBe(status);
      expect(page?.text).toMatch(/AADSTS\d+/);
      expect(page?.text.toLowerCase()).toContain(actor);
      expect(page?.button?.searchParams.has('code')).toBe(false);
    },
  );
});

describe('the audit event of GET /oauth/callback', () => {
  const findCallbackEvents = async (userPrincipalName: string, events: number): Promise<string[]> => {
    await connector.audit(0);
    await signInUntilEnd(userPrincipalName);
    const lines = await connector.audit(events);
    return lines
      .filter(({ operation }) => operation === 'sign_in.callback')
      .map(({ outcome, reason, status }) => [outcome, reason ?? '-', status].join(' '));
  };

  it('has outcome refused when the user declines consent', async () => {
    const { control } = connector.simulation.tenant;
    control.forceError({ at: 'authorize', code: 65004, user: 'megan' });
    expect(await findCallbackEvents(megan.userPrincipalName, 4)).toEqual(['refused consent_step_up 302']);
  });

  it('has reason claims_step_up when the on-behalf-of request requires MFA', async () => {
    const { control } = connector.simulation.tenant;
    control.setConditionalAccess([{ tenantId, grant: 'mfa' }]);
    expect(await findCallbackEvents(megan.userPrincipalName, 5)).toEqual([
      'refused claims_step_up 302',
      'ok - 302',
    ]);
  });
});
