import { beforeAll, describe, expect, it } from 'vitest';
import { contoso, users } from 'm365-simulator';
import type { AnyClient, ToolResult } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();

/** Permissions of the tool groups, without overlapping ones. */
const allPermissions = [
  'User.Read',
  'Mail.Read',
  'Calendars.Read',
  'Chat.Read',
  'Files.Read',
  'Files.Read.All',
  'Sites.Read.All',
];

/** One call for each ability. */
type CallName =
  | 'mail'
  | 'a mail'
  | 'calendar'
  | 'free times'
  | 'chat'
  | 'a page'
  | 'a file of a site'
  | 'own OneDrive'
  | 'files';
const calls = {} as Record<CallName, { name: string; arguments: Record<string, unknown> }>;

async function withGrants(permissions: readonly string[]): Promise<AnyClient> {
  connector.simulation.tenant.control.setGrants(contoso, permissions);
  // A new access token, because the Graph token of an earlier one stays valid until it expires.
  return await connector.client('2026-07-28', 'megan');
}

function itemsOf(answer: ToolResult): readonly Record<string, unknown>[] {
  return (answer.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}

beforeAll(async () => {
  const megan = await withGrants(allPermissions);
  const search = async (name: string, args: Record<string, unknown>) =>
    itemsOf(await megan.callTool({ name, arguments: args }));
  const [mail] = await search('outlook_email_search', { query: 'budget' });
  const found = await search('sharepoint_search', { query: 'halo', limit: 25 });
  const pages = await search('sharepoint_search', {
    query: 'welcome OR news OR travel OR launch',
    limit: 50,
  });
  const findUri = (items: readonly Record<string, unknown>[], prefix: string): string => {
    const uri = items.map((item) => String(item['uri'])).find((text) => text.startsWith(prefix));
    if (uri === undefined) throw new Error(`Nothing found begins with ${prefix}: ${JSON.stringify(items)}`);
    return uri;
  };
  const read = (uri: string) => ({ name: 'read_resource', arguments: { uri } });
  Object.assign(calls, {
    mail: { name: 'outlook_email_search', arguments: { query: 'budget' } },
    'a mail': read(String(mail?.['uri'])),
    calendar: { name: 'outlook_calendar_search', arguments: {} },
    'free times': {
      name: 'find_meeting_availability',
      arguments: { participants: [users.adele.userPrincipalName] },
    },
    chat: { name: 'chat_message_search', arguments: { query: 'launch' } },
    'a page': read(findUri([...found, ...pages], 'page://')),
    'a file of a site': read(findUri(found, 'file:///')),
    'own OneDrive': read('drive:///me'),
    files: { name: 'sharepoint_search', arguments: { query: 'budget' } },
  } satisfies Record<CallName, object>);
  for (const [callName, call] of Object.entries(calls)) {
    const answer = await megan.callTool(call);
    expect(answer.isError, `${callName}: ${answer.content[0]?.text}`).not.toBe(true);
  }
  await megan.close();
});

describe('a permission that the tenant has not granted', () => {
  it.each<[string, readonly string[], Partial<Record<CallName, RegExp>>]>([
    [
      'SharePoint',
      ['Sites.Read.All'],
      { 'a page': /Sites\.Read\.All/, 'a file of a site': /Sites\.Read\.All/ },
    ],
    ['mail', ['Mail.Read'], { mail: /Mail\.Read/, 'a mail': /Mail\.Read/ }],
    ['Teams chat', ['Chat.Read'], { chat: /Chat\.Read/ }],
    ['calendar', ['Calendars.Read'], { calendar: /Calendars\.Read/, 'free times': /Calendars\.Read/ }],
    [
      'OneDrive files, while SharePoint stays',
      ['Files.Read', 'Files.Read.All'],
      { 'own OneDrive': /Files\.Read/ },
    ],
    [
      'all files',
      ['Files.Read', 'Files.Read.All', 'Sites.Read.All'],
      {
        'a page': /Sites\.Read\.All/,
        'a file of a site': /Files\.Read/,
        'own OneDrive': /Files\.Read/,
        files: /Sites\.Read\.All or Files\.Read/,
      },
    ],
    [
      'files of others, while the own OneDrive stays',
      ['Files.Read.All', 'Sites.Read.All'],
      { 'a page': /Sites\.Read\.All/, 'a file of a site': /Files\.Read\.All/ },
    ],
  ])(
    'fails only the calls that need it, naming the permission: %s',
    async (_ability, disabled, failingCalls) => {
      const megan = await withGrants(allPermissions.filter((name) => !disabled.includes(name)));
      const listedTools = (await megan.listTools()).tools.map(({ name }) => name);
      for (const [callName, call] of Object.entries(calls) as [CallName, (typeof calls)[CallName]][]) {
        const answer = await megan.callTool(call);
        const text = answer.content.map((block) => block.text ?? '').join('');
        const message = failingCalls[callName];
        expect(answer.isError === true, `${callName}: ${text.slice(0, 300)}`).toBe(message !== undefined);
        if (message) expect(text).toMatch(message);
        const isSearch = call.name !== 'read_resource';
        if (isSearch)
          expect(listedTools.includes(call.name), `${call.name} in the list`).toBe(message === undefined);
      }
      await megan.close();
    },
  );

  it('Mail.ReadBasic in place of Mail.Read: outlook_email_search filters mail but cannot search text', async () => {
    const megan = await withGrants(['User.Read', 'Mail.ReadBasic']);
    const listed = await megan.callTool({
      name: 'outlook_email_search',
      arguments: { sender: users.patti.userPrincipalName },
    });
    expect(listed.isError, listed.content[0]?.text).not.toBe(true);
    expect(itemsOf(listed).length).toBeGreaterThan(0);
    expect(JSON.stringify(itemsOf(listed))).not.toContain('"preview"');
    const searched = await megan.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    expect(searched.isError).toBe(true);
    expect(searched.content[0]?.text).toMatch(/Mail\.Read/);
    await megan.close();
  });
});

describe('assignmentRequired on both applications', () => {
  it('admits assigned users only and names the administrator to the others', async () => {
    const { control } = connector.simulation.tenant;
    control.setGrants(contoso, allPermissions);
    for (const app of ['server', 'client'] as const) {
      control.updateServicePrincipal({ tenantId: contoso, app, assignmentRequired: true });
    }
    control.updateUser('megan', { assignedTo: ['server', 'client'] });
    control.updateUser('adele', { assignedTo: [] });
    const megan = await connector.client('2026-07-28', 'megan');
    expect((await megan.listTools()).tools.length).toBeGreaterThan(3);
    await megan.close();

    const refused = async (person: string) => {
      const response = await connector.post(
        { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        { token: await connector.token(person) },
      );
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect(await refused('adele')).toMatchObject({
      status: 403,
      body: {
        code: 'AADSTS50105',
        gate: 'administrator',
        error_description: expect.stringContaining('assign you') as string,
      },
    });

    // Assignment to the client application alone lets users sign in, but the on-behalf-of request fails.
    control.updateUser('adele', { assignedTo: ['client'] });
    expect(await refused('adele')).toMatchObject({ status: 403, body: { code: 'AADSTS50105' } });

    control.updateUser('adele', { assignedTo: ['server', 'client'] });
    const adele = await connector.client('2026-07-28', 'adele');
    expect((await adele.listTools()).tools.length).toBeGreaterThan(3);
    await adele.close();
  });
});
