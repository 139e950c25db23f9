import { expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { OAuthError } from '../../../src/oauth/errors.ts';
import { type OAuthBrowserDependencies, oauthBrowserRoutes } from '../../../src/oauth/routes/browser.ts';
import { type OAuthTokenDependencies, oauthTokenRoutes } from '../../../src/oauth/routes/token.ts';

/** The routes of a relay that fails, and what they leave for the operator. */
function failingWith(failure: Error) {
  const events: AuditEvent[] = [];
  const faults: { readonly requestId: string; readonly error: unknown }[] = [];
  const fail = () => Promise.reject(failure);
  const services = {
    authorizationServer: {
      findRenewedGrant: () => Promise.resolve(undefined),
      issue: fail,
      revoke: fail,
      authorize: { start: fail },
    },
    flow: { finish: fail },
    publicUrl: new URL('https://mcp.example.com'),
    auditLog: {
      write: (event: AuditEvent) => events.push(event),
      writeContentRead: () => undefined,
      writeError: (requestId: string, cause: unknown) => faults.push({ requestId, error: cause }),
    },
    clock: { nowMs: () => 0 },
  } as unknown as OAuthBrowserDependencies & OAuthTokenDependencies;
  const routes = oauthTokenRoutes(services).route(
    '/',
    oauthBrowserRoutes(services, { account: fail, adminConsent: fail, adminCheck: fail }),
  );
  return { routes, events, faults };
}

const form = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a=b',
};
const requests: readonly (readonly [path: string, init: RequestInit])[] = [
  ['/oauth/token', form],
  ['/oauth/revoke', form],
  ['/oauth/authorize', {}],
  ['/oauth/callback', {}],
];

it.each(requests)(
  '%s leaves a line for what nobody foresaw, under the id of its event',
  async (path, init) => {
    const mistake = new TypeError('a mistake');
    const { routes, events, faults } = failingWith(mistake);
    const response = await routes.request(path, init);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('a mistake');
    const requestId = response.headers.get('x-request-id');
    expect(events).toMatchObject([{ requestId, outcome: 'failed', reason: 'internal', status: 503 }]);
    expect(faults).toEqual([{ requestId, error: mistake }]);
  },
);

it.each(requests)('%s leaves none where an object of the platform did not answer', async (path, init) => {
  const { routes, events, faults } = failingWith(new AppError('upstream_unavailable', 'no answer'));
  expect((await routes.request(path, init)).status).toBe(503);
  expect(events).toMatchObject([{ outcome: 'failed', reason: 'upstream_unavailable', status: 503 }]);
  expect(faults).toEqual([]);
});

it.each([
  ['/oauth/token', { authorization: 'Basic YTpi' }, 'Basic realm="OAuth client"'],
  ['/oauth/revoke', { authorization: 'Basic YTpi' }, 'Basic realm="OAuth client"'],
  ['/oauth/token', {}, null],
])(
  '%s returns invalid_client for the headers %o with WWW-Authenticate: %s',
  async (path, headers, expected) => {
    const { routes } = failingWith(new OAuthError('invalid_client', 'The client secret is wrong.'));
    const response = await routes.request(path, { ...form, headers: { ...form.headers, ...headers } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(expected);
  },
);
