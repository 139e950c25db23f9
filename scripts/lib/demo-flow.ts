import assert from 'node:assert/strict';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { lastFullWeeks, users } from 'm365-simulator';
import {
  type AnyClient,
  type Era,
  type ToolResult,
  call,
  itemsOf,
  formatItems,
  textOf,
} from './mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import type { Simulation } from './simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { createClientProvider } from '../sign-in/client-provider.ts';
import { connectWithOAuth } from '../sign-in/connect-with-oauth.ts';

/**
 * The demo in one protocol era: Megan connects and uses every tool, then without one permission; Alex, who granted few permissions, and Pradeep, who
 * is not assigned, get errors with a reason; a request without a token gets the OAuth challenge.
 * @throws AssertionError when a result is not as expected
 */
export async function playDemo(era: Era, { mcpUrl, tenant }: Simulation): Promise<void> {
  console.log(`\n━━ MCP ${era} ━━`);
  // An optional permission, for the name of her manager.
  tenant.control.setUserGrants('megan', [...requestedPermissions, 'User.Read.All']);
  const megan = await step('Megan enters the URL in her client and signs in with Microsoft', async () => {
    const { client, heading } = await connect(era, mcpUrl, users.megan.userPrincipalName);
    return {
      value: client,
      shown: `consent page: “${heading}”\nsigned in as ${users.megan.userPrincipalName}`,
    };
  });
  await step('Her client lists the tools', async () => {
    const { tools } = await megan.listTools();
    assert.equal(tools.length, 8);
    return {
      value: undefined,
      shown: tools.map((tool) => `${tool.name}: ${tool.title}`).join('\n'),
      modelText: JSON.stringify(tools),
    };
  });
  await mail(megan);
  tenant.control.setUserGrants('megan', null);
  await files(megan);
  await calendar(megan);
  await chats(megan);
  await readFurther(megan);
  await megan.close();
  await takePermissionAway(era, mcpUrl, tenant.control);
  await others(era, mcpUrl);
}

async function mail(megan: AnyClient): Promise<void> {
  const manager = await step('“What did my manager say about the budget?”: who is that?', async () => {
    const result = await call(megan, 'read_resource', { uri: 'me:///' });
    const found = /"manager":\{[^}]*"name":"([^"]+)"/.exec(textOf(result))?.[1] ?? '';
    const address = /[\w.+-]+@[\w.-]+/.exec(found)?.[0];
    assert.ok(address);
    return { value: address, shown: found, modelText: textOf(result) };
  });
  const uri = await step('The model searches the mail of the manager', async () => {
    const result = await call(megan, 'outlook_email_search', { query: 'budget', sender: manager });
    const [, first] = itemsOf(result);
    assert.match(String(first?.['preview']), /1,350,000/);
    return {
      value: String(first?.['uri']),
      shown: formatItems(result, 'weekday', 'received', 'subject', 'preview'),
      modelText: textOf(result),
    };
  });
  await step('The model opens that mail', async () => {
    const result = await call(megan, 'read_resource', { uri });
    assert.match(textOf(result), /EUR 1,350,000 for FY27/);
    return { value: undefined, shown: textOf(result), modelText: textOf(result) };
  });
}

async function files(megan: AnyClient): Promise<void> {
  const found = await step('“Find the budget in SharePoint”', async () => {
    const result = await call(megan, 'sharepoint_search', { query: 'budget' });
    assert.ok(itemsOf(result).length >= 3);
    return {
      value: itemsOf(result),
      shown: formatItems(result, 'name', 'path', 'snippet'),
      modelText: textOf(result),
    };
  });
  for (const [extension, words] of [
    ['docx', /# Halo launch plan/],
    ['pdf', /Board report/],
    ['xlsx', /Marketing,"1,406,250\.00 €","1,350,000\.00 €"/],
  ] as const) {
    const file = found.find((item) => String(item['name']).endsWith(extension));
    await step(`The model reads ${String(file?.['name'])}`, async () => {
      const result = await call(megan, 'read_resource', { uri: String(file?.['uri']) });
      assert.match(textOf(result), words);
      return { value: undefined, shown: textOf(result), modelText: textOf(result) };
    });
  }
  await step('“Which folder holds the Halo launch?”', async () => {
    const result = await call(megan, 'sharepoint_folder_search', { name: 'Halo' });
    assert.equal(itemsOf(result)[0]?.['name'], 'Halo');
    return { value: undefined, shown: formatItems(result, 'name', 'path'), modelText: textOf(result) };
  });
}

async function calendar(megan: AnyClient): Promise<void> {
  await step('“What is in my calendar in the next two weeks?”', async () => {
    const result = await call(megan, 'outlook_calendar_search', {
      afterDateTime: 'today',
      beforeDateTime: 'in 2 weeks',
    });
    assert.match(textOf(result), /Budget review with Patti/);
    return {
      value: undefined,
      shown: formatItems(result, 'weekday', 'start', 'subject'),
      modelText: textOf(result),
    };
  });
  await step('“When can Patti, Adele and I meet for an hour?”', async () => {
    const result = await call(megan, 'find_meeting_availability', {
      participants: [users.patti.userPrincipalName, users.adele.userPrincipalName],
      duration: 60,
      afterDateTime: 'tomorrow',
      beforeDateTime: 'in 2 weeks',
    });
    assert.ok(itemsOf(result).length > 0);
    return { value: undefined, shown: textOf(result), modelText: textOf(result) };
  });
}

async function chats(megan: AnyClient): Promise<void> {
  const uri = await step('“Did anybody write about the launch in Teams?”', async () => {
    const result = await call(megan, 'chat_message_search', { query: 'launch' });
    const [first] = itemsOf(result);
    assert.ok(first);
    return {
      value: String(first['uri']),
      shown: formatItems(result, 'weekday', 'sent', 'from', 'text'),
      modelText: textOf(result),
    };
  });
  await step('The model opens that message', async () => {
    const result = await call(megan, 'read_resource', { uri });
    return { value: undefined, shown: textOf(result), modelText: textOf(result) };
  });
}

/** Revokes one permission while all others stay granted: its area is gone, and everything else works. */
async function takePermissionAway(
  era: Era,
  mcpUrl: URL,
  control: Simulation['tenant']['control'],
): Promise<void> {
  await step(
    'An administrator revokes Sites.Read.All in Entra; Megan searches for “Halo” again',
    async () => {
      control.setUserGrants(
        'megan',
        requestedPermissions.filter((name) => name !== 'Sites.Read.All'),
      );
      try {
        const { client } = await connect(era, mcpUrl, users.megan.userPrincipalName);
        const found = await call(client, 'sharepoint_search', { query: 'Halo' });
        assert.deepEqual(
          itemsOf(found).map(({ name }) => name),
          ['Halo ideas.md'],
        );
        const site = 'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx';
        const page = await client.callTool({ name: 'read_resource', arguments: { uri: site } });
        assert.equal(page.isError, true);
        assert.match(textOf(page), /Sites\.Read\.All/);
        const mail = await call(client, 'outlook_email_search', { query: 'budget' });
        assert.ok(itemsOf(mail).length > 0);
        await client.close();
        const { note = '' } = (found.structuredContent?.['page'] ?? {}) as { note?: string };
        const lines = [
          formatItems(found, 'name', 'path'),
          note,
          textOf(page),
          `Mail: ${itemsOf(mail).length} results as before`,
        ];
        return { value: undefined, shown: lines.join('\n'), modelText: textOf(found) };
      } finally {
        control.setUserGrants('megan', null);
      }
    },
  );
}

async function others(era: Era, mcpUrl: URL): Promise<void> {
  await step('Alex, who granted only the permission for his own files, searches mail', async () => {
    const { client } = await connect(era, mcpUrl, users.alex.userPrincipalName);
    const result = await client.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    assert.equal(result.isError, true);
    assert.match(textOf(result), /Mail\.Read/);
    await client.close();
    return { value: undefined, shown: textOf(result), modelText: textOf(result) };
  });
  await step('Pradeep, who is not assigned to the connector, tries to sign in', async () => {
    const reason = await connect(era, mcpUrl, users.pradeep.userPrincipalName).then(
      () => assert.fail('Pradeep signed in'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    assert.match(reason, /AADSTS50105/);
    return { value: undefined, shown: reason };
  });
  await step('A client without a token is sent to the sign-in', async () => {
    const response = await fetch(mcpUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(response.status, 401);
    return { value: undefined, shown: `${response.status} ${response.headers.get('www-authenticate')}` };
  });
}

/** An MCP client that has only the URL: discovery, consent page of the connector, sign-in, tokens. */
async function connect(
  era: Era,
  mcpUrl: URL,
  userPrincipalName: string,
): Promise<{ client: AnyClient; heading: string }> {
  const browser = createBrowserAgent({ user: { userPrincipalName } });
  const provider = createClientProvider(browser, {
    kind: 'document',
    url: 'https://claude.ai/oauth/claude-code-client-metadata',
  });
  const { client } = await connectWithOAuth(era, mcpUrl, provider);
  return { client, heading: browser.seen[0]?.heading ?? '' };
}

/** Resources that no search returns: the transcript of one meeting of a series, a post with its replies, a page. */
async function readFurther(megan: AnyClient): Promise<void> {
  await step(
    '“What did we say in the Halo weekly last week?”: the transcript of that one meeting',
    async () => {
      const found = await call(megan, 'outlook_calendar_search', {
        query: 'Halo weekly',
        ...lastFullWeeks(1),
      });
      const event = await read(megan, itemsOf(found)[0]?.['uri']);
      const transcript = await read(megan, metadataOf(event)['transcript']);
      assert.match(textOf(transcript), /Megan Bowen: Budget is closed/);
      return shown(transcript);
    },
  );
  await step('“And how did they reply to Lidia in the Halo channel?”: a post with its replies', async () => {
    const teams = await read(megan, 'teams:///teams/');
    const channels = await read(megan, namedIn(teams, 'Halo launch'));
    const channel = namedIn(channels, 'General');
    const posts = textOf(await read(megan, channel));
    const number = /## \[(\d+)\][^\n]*Lidia/.exec(posts)?.[1];
    const post = await read(megan, `${channel}${number}`);
    assert.match(textOf(post), /up to EUR 2\.30/);
    return shown(post);
  });
  await step(
    '“https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx”: a page',
    async () => {
      const page = await read(
        megan,
        'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
      );
      assert.match(textOf(page), /31 March 2027/);
      return shown(page);
    },
  );
}

async function read(client: AnyClient, uri: unknown): Promise<ToolResult> {
  return call(client, 'read_resource', { uri: String(uri) });
}

function metadataOf(result: ToolResult): Readonly<Record<string, unknown>> {
  return (result.structuredContent?.['facts'] ?? {}) as Record<string, unknown>;
}

function namedIn(result: ToolResult, name: string): string {
  const entries = (result.structuredContent?.['entries'] ?? []) as Record<string, unknown>[];
  return String(entries.find((entry) => entry['name'] === name)?.['uri']);
}

/** The text without the metadata line before it. */
function shown(result: ToolResult): { value: undefined; shown: string; modelText: string } {
  const text = textOf(result);
  return { value: undefined, shown: text.split('\n').slice(2, -2).join('\n'), modelText: text };
}

/** Result of a step, and the text that is printed. */
interface StepResult<T> {
  readonly value: T;
  readonly shown: string;
  /** Text that goes to the model: its tokens are counted. */
  readonly modelText?: string;
}

const maxLines = 6;
const maxCharacters = 130;

/** Runs one step of the demo and prints it with its time and its size in tokens (o200k). */
async function step<T>(title: string, run: () => Promise<StepResult<T>>): Promise<T> {
  const startedMs = performance.now();
  const { value, shown, modelText } = await run();
  const ms = Math.round(performance.now() - startedMs);
  const cost = modelText === undefined ? '' : `, ${encode(modelText).length} tokens`;
  console.log(`\n▸ ${title}  (${ms} ms${cost})`);
  const lines = shown.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, maxLines)) {
    console.log(`    ${line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line}`);
  }
  if (lines.length > maxLines) console.log(`    … ${lines.length - maxLines} more lines`);
  return value;
}
