import { describe, expect, it } from 'vitest';
import { apps, users } from 'm365-simulator';
import type { Era } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import {
  type ClientProvider,
  createClientProvider,
  type Identification,
} from '../../scripts/sign-in/client-provider.ts';
import { connectWithOAuth, type OAuthConnection } from '../../scripts/sign-in/connect-with-oauth.ts';

const connector = useConnector();

/** The user of the access token of a client. */
function getTokenUser(provider: ClientProvider): unknown {
  const [, payload = ''] = String(provider.stored.tokens?.['access_token']).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString())['preferred_username'];
}

/** Searches mail, which sends a request to Graph. */
async function search(connection: OAuthConnection): Promise<boolean> {
  const answer = await connection.client.callTool({
    name: 'outlook_email_search',
    arguments: { query: 'budget' },
  });
  return answer.isError !== true;
}
const eras: readonly Era[] = ['2026-07-28', '2025-11-25'];
const identifications: readonly Identification[] = [
  { kind: 'document', url: 'https://claude.ai/oauth/claude-code-client-metadata' },
  { kind: 'registration' },
  { kind: 'static', clientId: apps.client },
];

describe('an MCP SDK client', () => {
  it.each(eras.flatMap((era) => identifications.map((identification) => [era, identification] as const)))(
    'of revision %s with %j signs in, calls a tool and refreshes its token',
    async (era, identification) => {
      const browser = createBrowserAgent({ user: { userPrincipalName: users.megan.userPrincipalName } });
      const provider = createClientProvider(browser, identification);
      const connection = await connectWithOAuth(era, connector.simulation.mcpUrl, provider);
      expect(await search(connection)).toBe(true);
      expect(getTokenUser(provider)).toBe(users.megan.userPrincipalName);
      expect(browser.seen).toHaveLength(1);
      expect(browser.seen[0]?.heading).toMatch(/^Connect .+ to your Microsoft 365\?$/);
      expect(provider.opened[0]?.searchParams.get('resource')).toBe(connector.simulation.mcpUrl.href);

      // With an invalid access token the client refreshes without user interaction.
      const before = String(provider.stored.tokens?.['refresh_token']);
      provider.stored.tokens = { ...provider.stored.tokens, access_token: 'spoilt' };
      expect(await search(connection)).toBe(true);
      expect(provider.stored.tokens['refresh_token']).not.toBe(before);
      expect(provider.opened).toHaveLength(1);
      await connection.client.close();
    },
  );
});

describe('Conditional Access that requires MFA at sign-in', () => {
  it.each(eras)('is satisfied in the browser, without a step-up at the client, revision %s', async (era) => {
    const { control } = connector.simulation.tenant;
    const person = users.joni;
    control.setConditionalAccess([{ tenantId: person.tenantId, grant: 'mfa' }]);
    const browser = createBrowserAgent({ user: { userPrincipalName: person.userPrincipalName } });
    const provider = createClientProvider(browser, { kind: 'registration' });
    try {
      const connection = await connectWithOAuth(era, connector.simulation.mcpUrl, provider);
      expect(await search(connection)).toBe(true);
      expect(provider.opened).toHaveLength(1);
      await connection.client.close();
    } finally {
      control.setConditionalAccess([]);
    }
  });
});

describe('Conditional Access that requires MFA after sign-in', () => {
  it.each(eras)(
    '[entra-7.7] sends the client through a step-up and then serves the call, revision %s',
    async (era) => {
      const { control } = connector.simulation.tenant;
      const person = users.adele;
      const browser = createBrowserAgent({ user: { userPrincipalName: person.userPrincipalName } });
      const provider = createClientProvider(browser, { kind: 'registration' });
      const connection = await connectWithOAuth(era, connector.simulation.mcpUrl, provider);
      control.setConditionalAccess([{ tenantId: person.tenantId, grant: 'mfa', users: ['adele'] }]);
      try {
        // No token satisfies the policy yet, so the next on-behalf-of request is challenged.
        provider.stored.tokens = { ...provider.stored.tokens, access_token: 'spoilt' };
        expect(await connection.withSignIn(() => search(connection))).toBe(true);
        expect(getTokenUser(provider)).toBe(person.userPrincipalName);
        expect(provider.opened).toHaveLength(2);
        expect(provider.opened[1]?.searchParams.get('scope')).toMatch(/ stepup:[\w-]+$/);
        expect(provider.stored.tokens['scope']).toMatch(/ stepup:[\w-]+$/);
        expect(await search(connection)).toBe(true);
      } finally {
        control.setConditionalAccess([]);
        await connection.client.close();
      }
    },
  );
});
