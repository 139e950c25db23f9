import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contoso, graphPermissions, users } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;

afterEach(() => {
  control().clearFaults();
  control().setConditionalAccess([]);
  control().setGrants(contoso, graphPermissions);
});

/** Result of each step of the self-check, and the text of the page. */
async function check(user: keyof typeof users = 'patti'): Promise<{ steps: string[]; text: string }> {
  const { userPrincipalName } = users[user];
  const { html, text } = await createAdministrator(connector.simulation.url, { userPrincipalName }).signIn();
  const section = /<section id="self-check".*?<\/section>/s.exec(html)?.[0] ?? '';
  return { steps: [...section.matchAll(/class="chip \w+">([^<]*)</g)].map(([, word = '']) => word), text };
}

const works = 'Works';
const fails = 'Stops here';
const notRun = 'Not tried';

// Uses a user of its own, because a vault caches upstream failures for a while.
beforeAll(() => control().updateUser('adele', { appRoles: ['Connector.Admin'] }));

describe('GET /admin: the self-check', () => {
  it('passes all five steps with one on-behalf-of request and two Graph requests', async () => {
    expect((await check()).steps).toEqual([works, works, works, works, works]);
    const kinds = control().counts();
    expect(kinds['token:on_behalf_of']).toBe(1);
    const asked = control().requests({ kind: 'graph' });
    expect(asked.map(({ path }) => path)).toEqual(['/v1.0/me', '/v1.0/search/query']);
  });

  it.each<[string, () => void, string[], RegExp]>([
    [
      'the client application is disabled',
      () => control().updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'disabled' }),
      [fails, notRun, notRun, notRun, notRun],
      /is disabled there.*AADSTS7000112/,
    ],
    [
      'a policy blocks the sign-in',
      () => control().setConditionalAccess([{ tenantId: contoso, grant: 'block', resource: 'server' }]),
      [fails, notRun, notRun, notRun, notRun],
      /Conditional Access policy.*AADSTS53003/,
    ],
    [
      'Graph requires MFA that the sign-in lacks',
      () => control().forceError({ at: 'on_behalf_of', code: 50_076, user: 'adele' }),
      [works, works, fails, notRun, notRun],
      /another sign-in step.*AADSTS50076/,
    ],
    [
      'Graph is down',
      () => control().addFault({ kind: 'graph', effect: 'status', status: 503, times: 20 }),
      [works, works, works, fails, fails],
      /Microsoft Graph|Tell its operator/,
    ],
    [
      'the client secret of the server application has expired',
      () => control().forceError({ at: 'on_behalf_of', code: 7_000_222 }),
      [works, works, fails, notRun, notRun],
      /own credential.*AADSTS7000222/,
    ],
  ])('shows the failing step when %s', async (_case, prepare, steps, words) => {
    prepare();
    const result = await check('adele');
    expect(result.steps).toEqual(steps);
    expect(result.text).toMatch(words);
    control().updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'present' });
  });

  it('skips the search step when no search permission is granted', async () => {
    control().setGrants(contoso, ['User.Read', 'Calendars.Read']);
    expect((await check()).steps).toEqual([works, works, works, works, notRun]);
  });

  it.each([
    ['Files.Read', '/v1.0/$batch'],
    ['Chat.Read', '/v1.0/me/chats'],
  ])('does not use Microsoft Search with %s alone', async (permission, path) => {
    control().setGrants(contoso, ['User.Read', permission]);
    control().clearRequests();
    expect((await check()).steps).toEqual([works, works, works, works, works]);
    const paths = control()
      .requests({ kind: 'graph' })
      .map((request) => decodeURIComponent(request.path));
    expect(paths).toEqual(['/v1.0/me', path]);
  });

  it('writes an audit event with the request ids of Graph', async () => {
    await connector.audit(0);
    await check();
    const events = await connector.audit(4);
    const event = events.find(({ operation }) => operation === 'admin.check');
    expect(event).toMatchObject({ outcome: 'ok', tenantId: contoso });
    expect(event?.['graphRequestIds']).toHaveLength(2);
    expect(events.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['admin.sign_in_begin', 'admin.sign_in', 'admin.check', 'admin.view']),
    );
  });

  it('stops at the first step when the client application is missing in the tenant', async () => {
    control().updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'missing' });
    const { steps, text } = await check();
    expect(steps).toEqual([fails, notRun, notRun, notRun, notRun]);
    expect(text).toMatch(
      /not in your organization, or not consented to.*AADSTS65001.*Trace id [0-9a-f-]{36}/,
    );
  });
});
