import assert from 'node:assert/strict';
import { lastFullWeeks, users } from 'm365-simulator';
import { DemoOutput, formatContent, formatFreeTimes, formatItems, formatTable } from './demo-output.ts';
import { type AnyClient, type Era, type ToolResult, call, itemsOf, textOf } from './mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import type { Simulation } from './simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { createClientProvider } from '../sign-in/client-provider.ts';
import { connectWithOAuth } from '../sign-in/connect-with-oauth.ts';

/**
 * The demo in one protocol era: Megan connects and uses every tool, then without one permission; Alex, who granted few
 * permissions, and Pradeep, who is not assigned, get errors with a reason; a request without a token gets the OAuth
 * challenge.
 * @param withResults whether results are printed, not only the titles of the steps
 * @throws AssertionError when a result is not as expected
 */
export async function playDemo(
  era: Era,
  { mcpUrl, tenant }: Simulation,
  withResults: boolean,
): Promise<void> {
  console.log(`\n━━ MCP ${era} ━━${withResults ? '' : ', the same steps:\n'}`);
  const output = new DemoOutput(withResults);
  // An optional permission, for the name of her manager.
  tenant.control.setUserGrants('megan', [...requestedPermissions, 'User.Read.All']);
  const megan = await output.step(
    'Megan enters the URL in her client and signs in with Microsoft',
    async () => {
      const { client, heading } = await connect(era, mcpUrl, users.megan.userPrincipalName);
      return {
        value: client,
        shown: `consent page: “${heading}”\nsigned in as ${users.megan.userPrincipalName}`,
      };
    },
  );
  await output.step('Her client lists the tools', async () => {
    const { tools } = await megan.listTools();
    assert.equal(tools.length, 8);
    return {
      value: undefined,
      shown: formatTable(tools.map(({ name, title = '' }) => [name, title])),
      modelText: JSON.stringify(tools),
    };
  });
  await mail(output, megan);
  tenant.control.setUserGrants('megan', null);
  await files(output, megan);
  await calendar(output, megan);
  await people(output, megan);
  await chats(output, megan);
  await readFurther(output, megan);
  await megan.close();
  await takePermissionAway(output, era, mcpUrl, tenant.control);
  await others(output, era, mcpUrl);
}

async function mail(output: DemoOutput, megan: AnyClient): Promise<void> {
  const uri = await output.step('“What did my manager say about the budget?”', async () => {
    const result = await call(megan, 'outlook_email_search', { query: 'budget', sender: 'my manager' });
    const [, first] = itemsOf(result);
    assert.match(String(first?.['preview']), /1,350,000/);
    return {
      value: String(first?.['uri']),
      shown: formatItems(result, 'weekday', 'received', 'subject', 'preview'),
      modelText: textOf(result),
    };
  });
  await output.step('The model opens that mail', async () => {
    const result = await call(megan, 'read_resource', { uri });
    assert.match(textOf(result), /EUR 1,350,000 for FY27/);
    return formatContent(result);
  });
}

async function files(output: DemoOutput, megan: AnyClient): Promise<void> {
  const found = await output.step('“Find the budget in SharePoint”', async () => {
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
    await output.step(`The model reads ${String(file?.['name'])}`, async () => {
      const result = await call(megan, 'read_resource', { uri: String(file?.['uri']) });
      assert.match(textOf(result), words);
      return formatContent(result);
    });
  }
  await output.step('“Which folder holds the Halo launch?”', async () => {
    const result = await call(megan, 'sharepoint_folder_search', { name: 'Halo' });
    assert.equal(itemsOf(result)[0]?.['name'], 'Halo');
    return { value: undefined, shown: formatItems(result, 'name', 'path'), modelText: textOf(result) };
  });
}

async function calendar(output: DemoOutput, megan: AnyClient): Promise<void> {
  await output.step('“What is in my calendar in the next two weeks?”', async () => {
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
  await output.step('“When can Patti, Adele and I meet for an hour?”', async () => {
    const result = await call(megan, 'find_meeting_availability', {
      participants: [users.patti.userPrincipalName, users.adele.userPrincipalName],
      duration: 60,
      afterDateTime: 'tomorrow',
      beforeDateTime: 'in 2 weeks',
    });
    assert.ok(itemsOf(result).length > 0);
    return { value: undefined, shown: formatFreeTimes(result), modelText: textOf(result) };
  });
}

async function people(output: DemoOutput, megan: AnyClient): Promise<void> {
  await output.step('“What is the address of Adele?”', async () => {
    const result = await call(megan, 'people_search', { query: 'Adele' });
    assert.equal(itemsOf(result)[0]?.['address'], users.adele.userPrincipalName);
    return {
      value: undefined,
      shown: formatItems(result, 'name', 'address'),
      modelText: textOf(result),
    };
  });
}

async function chats(output: DemoOutput, megan: AnyClient): Promise<void> {
  const uri = await output.step('“Did anybody write about the launch in Teams?”', async () => {
    const result = await call(megan, 'chat_message_search', { query: 'launch' });
    const [first] = itemsOf(result);
    assert.ok(first);
    return {
      value: String(first['uri']),
      shown: formatItems(result, 'weekday', 'sent', 'from', 'text'),
      modelText: textOf(result),
    };
  });
  await output.step('The model opens that message', async () => {
    const result = await call(megan, 'read_resource', { uri });
    return formatContent(result);
  });
}

/** Revokes one permission while all others stay granted: its area is gone, and everything else works. */
async function takePermissionAway(
  output: DemoOutput,
  era: Era,
  mcpUrl: URL,
  control: Simulation['tenant']['control'],
): Promise<void> {
  await output.step(
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

async function others(output: DemoOutput, era: Era, mcpUrl: URL): Promise<void> {
  await output.step('Alex, who granted only the permission for his own files, searches mail', async () => {
    const { client } = await connect(era, mcpUrl, users.alex.userPrincipalName);
    const result = await client.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    assert.equal(result.isError, true);
    assert.match(textOf(result), /Mail\.Read/);
    await client.close();
    return { value: undefined, shown: textOf(result), modelText: textOf(result) };
  });
  await output.step('Pradeep, who is not assigned to the connector, tries to sign in', async () => {
    const reason = await connect(era, mcpUrl, users.pradeep.userPrincipalName).then(
      () => assert.fail('Pradeep signed in'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    assert.match(reason, /AADSTS50105/);
    const text = /^.*?AADSTS\d+/.exec(reason)?.[0] ?? reason;
    return { value: undefined, shown: text.replaceAll(/ (?=You are not|Who can|Code AADSTS)/g, '\n') };
  });
  await output.step('A client without a token is sent to the sign-in', async () => {
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
export async function connect(
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
async function readFurther(output: DemoOutput, megan: AnyClient): Promise<void> {
  await output.step(
    '“What did we say in the Halo weekly last week?”: the transcript of that one meeting',
    async () => {
      const found = await call(megan, 'outlook_calendar_search', {
        query: 'Halo weekly',
        ...lastFullWeeks(1),
      });
      const event = await read(megan, itemsOf(found)[0]?.['uri']);
      const transcript = await read(megan, metadataOf(event)['transcript']);
      assert.match(textOf(transcript), /Megan Bowen: Budget is closed/);
      return formatContent(transcript);
    },
  );
  await output.step(
    '“And how did they reply to Lidia in the Halo channel?”: a post with its replies',
    async () => {
      const teams = await read(megan, 'teams:///teams/');
      const channels = await read(megan, namedIn(teams, 'Halo launch'));
      const channel = namedIn(channels, 'General');
      const posts = textOf(await read(megan, channel));
      const number = /## \[(\d+)\][^\n]*Lidia/.exec(posts)?.[1];
      const post = await read(megan, `${channel}${number}`);
      assert.match(textOf(post), /up to EUR 2\.30/);
      return formatContent(post);
    },
  );
  await output.step(
    '“https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx”: a page',
    async () => {
      const page = await read(
        megan,
        'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
      );
      assert.match(textOf(page), /31 March 2027/);
      return formatContent(page);
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
