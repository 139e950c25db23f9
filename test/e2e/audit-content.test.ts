import { withPermissions } from './reading/permissions.ts';
import { describe, expect, test } from 'vitest';
import { users } from 'm365-simulator';
import { auditMembers } from '../../scripts/lib/audit-members.ts';
import { tools } from '../../src/tools/index.ts';
import { tokenBeginnings, useConnector } from './connector.ts';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();

/** One call per tool, with words that occur only in the arguments and results. */
const toolCalls: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
  ['outlook_email_search', { query: 'budget', sender: users.patti.userPrincipalName }],
  ['outlook_calendar_search', { query: 'budget review' }],
  ['find_meeting_availability', { attendees: [users.adele.userPrincipalName] }],
  ['sharepoint_search', { query: 'budget' }],
  ['sharepoint_folder_search', { name: 'Budget' }],
  ['chat_message_search', { query: 'Halo' }],
  ['people_search', { query: 'Adele Vance' }],
];

/** Strings of a result that must not occur in the log. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 5 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

describe('the audit log', () => {
  test('contains no query, no result and no secret of a session', async () => {
    const { url, tenant } = connector.simulation;
    const dialogue = createOAuthDialogue(url);
    const clientId = await dialogue.register({ client_name: 'Canary client' });
    const browser = createBrowserAgent({ user: { userPrincipalName: users.megan.userPrincipalName } });
    const { body: tokens } = await dialogue.signIn(clientId, browser);
    const renewed = await dialogue.refresh(clientId, tokens.refresh_token);
    const secrets = [
      tokens.access_token,
      tokens.refresh_token,
      renewed.body.access_token,
      renewed.body.refresh_token,
      clientId,
      ...browser.cookies.values(),
      connector.simulation.env['SERVER_APP_SECRET'],
      connector.simulation.env['SEAL_KEYS'],
    ].filter((secret) => secret !== undefined && secret.length > 10);
    expect(secrets.length).toBeGreaterThanOrEqual(8);

    const client = await connector.client('2026-07-28', 'megan');
    const found: string[] = [];
    const opened: string[] = [];
    for (const [name, args] of toolCalls) {
      const answer = await client.callTool({ name, arguments: args });
      const { items = [] } = (answer.structuredContent ?? {}) as { items?: readonly { uri?: string }[] };
      found.push(...textsIn(items), ...textsIn(args));
      opened.push(...items.slice(0, 2).flatMap(({ uri }) => uri ?? []));
    }
    for (const uri of opened) {
      const answer = await client.callTool({ name: 'read_resource', arguments: { uri } });
      found.push(uri, ...answer.content.flatMap(({ text = '' }) => text.split('\n')));
    }
    await client.close();
    await withPermissions(connector, ['User.Read', 'Tasks.Read'], async (withTasks) => {
      const answer = await withTasks.callTool({ name: 'task_search', arguments: {} });
      const { items = [] } = (answer.structuredContent ?? {}) as { items?: readonly { uri?: string }[] };
      expect(items.length).toBeGreaterThan(0);
      found.push(...textsIn(items));
      for (const { uri } of items.slice(0, 2)) {
        const read = await withTasks.callTool({ name: 'read_resource', arguments: { uri } });
        found.push(...read.content.flatMap(({ text = '' }) => text.split('\n')));
      }
    });
    await withPermissions(connector, ['User.Read', 'Notes.Read'], async (withNotes) => {
      const answer = await withNotes.callTool({ name: 'note_search', arguments: {} });
      const { items = [] } = (answer.structuredContent ?? {}) as { items?: readonly { uri?: string }[] };
      expect(items.length).toBeGreaterThan(0);
      found.push(...textsIn(items));
      for (const { uri } of items.slice(0, 2)) {
        const read = await withNotes.callTool({ name: 'read_resource', arguments: { uri } });
        found.push(...read.content.flatMap(({ text = '' }) => text.split('\n')));
      }
    });
    tenant.control.addFault({
      kind: 'graph',
      effect: 'status',
      status: 500,
      body: '{"error":"canary-in-a-body"}',
    });
    await connector.post('{"jsonrpc":"canary-in-a-request"', { token: await connector.token('megan') });
    await fetch(`${url}/oauth/callback?code=canary-code&state=canary-state`);
    await fetch(`${url}/oauth/authorize?client_id=canary-client&redirect_uri=https://canary.example`);
    await dialogue.refresh(clientId, 'canary-refresh-token');
    tenant.control.clearFaults();

    const log = connector.simulation.worker.log.join('\n');
    const quoted = [
      ...secrets,
      ...found.filter((text) => text.trim().length > 5 && !isProductTerm(text)),
    ].filter((text) => log.includes(text ?? ''));
    expect(quoted).toEqual([]);
    expect(found.length).toBeGreaterThan(200);
    for (const word of [
      'canary',
      'Canary',
      'budget',
      'Budget',
      'contoso.example',
      'Megan',
      ...tokenBeginnings,
      'Bearer',
    ]) {
      expect(log, word).not.toContain(word);
    }
  });

  test('contains only documented members, and every required one', async () => {
    const documented = new Set(auditMembers().map(({ name }) => name));
    const events = connector.simulation.worker.log
      .filter((line) => line.includes('"m365_mcp.audit"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.length).toBeGreaterThan(20);
    expect(
      [...new Set(events.flatMap((event) => Object.keys(event)))].filter((name) => !documented.has(name)),
    ).toEqual([]);
    const required = auditMembers().filter(({ isOptional }) => !isOptional);
    for (const event of events) for (const { name } of required) expect(event).toHaveProperty(name);
  });
});

test('the audit log test calls every search tool', () => {
  const calledTools = [...toolCalls.map(([name]) => name), 'task_search', 'note_search'];
  expect(tools.map(({ name }) => name).filter((name) => !calledTools.includes(name))).toEqual([
    'read_resource',
  ]);
});

/** Texts that an event may contain: names of operations, codes and numbers. */
function isProductTerm(text: string): boolean {
  return /^[a-z_/]+$/.test(text) || /^[\d.,:-]+$/.test(text);
}
