import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { useConnector } from '../connector.ts';
import { createOAuthDialogue, type OAuthDialogue } from '../sign-in/oauth-dialogue.ts';
import { refreshFaults } from './refresh-faults.ts';
import { findAuditEvents } from './run-fault.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const user = users.patti.userPrincipalName;

let speak: OAuthDialogue;
let clientId: string;
beforeAll(async () => {
  speak = createOAuthDialogue(connector.simulation.url);
  clientId = await speak.register();
});
afterEach(() => control().clearFaults());

describe('POST /oauth/token with a refresh token when Entra fails', () => {
  it.each(refreshFaults)(
    'returns temporarily_unavailable or invalid_grant: $name',
    async ({ fault, entraError, error, message }) => {
      const { body: first } = await speak.signIn(clientId, user);
      control().clearRequests();
      if (fault) control().addFault({ ...fault, kind: 'token:refresh_token', times: 1 });
      if (entraError) control().forceError({ at: 'refresh_token', code: entraError, user });
      const response = await speak.post('/oauth/token', {
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: first.refresh_token ?? '',
        resource: `${connector.simulation.url}/mcp`,
      });
      const text = await response.text();
      const passes = error === 'temporarily_unavailable';
      expect(text).not.toMatch(/canary|Trace ID|Correlation ID/);
      expect([response.status, JSON.parse(text)]).toMatchObject([
        passes ? 503 : 400,
        { error, error_description: expect.stringContaining(message) as string },
      ]);
      expect(response.headers.has('retry-after')).toBe(passes);
      expect(control().counts()).toEqual({ 'token:refresh_token': 1 });
      const events = await findAuditEvents(connector, {
        status: response.status,
        headers: response.headers,
        text,
      });
      expect(events).toMatchObject([
        { operation: 'sign_in.token', outcome: 'refused', reason: error, status: response.status },
      ]);
      // After a temporary error the refresh token still works.
      if (passes) expect((await speak.refresh(clientId, first.refresh_token)).status).toBe(200);
    },
  );
});
