import assert from 'node:assert/strict';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { lastFullWeeks, users } from 'm365-simulator';
import { type AnyClient, type Era, type ToolAnswer, call, itemsOf, linesOf, textOf } from './mcp-clients.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { createClientProvider } from '../sign-in/client-provider.ts';
import { connectWithOAuth } from '../sign-in/connect-with-oauth.ts';

/**
 * The main job in one protocol era: Megan connects and asks through every tool; Alex, who granted little, and Pradeep,
 * who is not assigned, are told why they get less; a stranger is told where to sign in.
 * @throws AssertionError where anything is not as it should be
 */
export async function playDemo(era: Era, mcpUrl: URL): Promise<void> {
  console.log(`\n━━ MCP ${era} ━━`);
  const megan = await step(
    'Megan pastes the address into her client and signs in with Microsoft',
    async () => {
      const { client, heading } = await connect(era, mcpUrl, users.megan.userPrincipalName);
      return {
        value: client,
        shown: `asked once: “${heading}”\nsigned in as ${users.megan.userPrincipalName}`,
      };
    },
  );
  await step('Her client lists the tools', async () => {
    const { tools } = await megan.listTools();
    assert.equal(tools.length, 7);
    return {
      value: undefined,
      shown: tools.map((tool) => `${tool.name}: ${tool.title}`).join('\n'),
      size: JSON.stringify(tools),
    };
  });
  await mail(megan);
  await files(megan);
  await calendar(megan);
  await chats(megan);
  await readFurther(megan);
  await megan.close();
  await others(era, mcpUrl);
}

async function mail(megan: AnyClient): Promise<void> {
  const uri = await step('“What did my manager say about the budget?”', async () => {
    const answer = await call(megan, 'outlook_email_search', {
      query: 'budget',
      sender: users.patti.userPrincipalName,
    });
    const [, first] = itemsOf(answer);
    assert.match(String(first?.['preview']), /1,350,000/);
    return {
      value: String(first?.['uri']),
      shown: linesOf(answer, 'weekday', 'received', 'subject', 'preview'),
      size: textOf(answer),
    };
  });
  await step('The model opens that mail', async () => {
    const answer = await call(megan, 'read_resource', { uri });
    assert.match(textOf(answer), /EUR 1,350,000 for FY27/);
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });
}

async function files(megan: AnyClient): Promise<void> {
  const found = await step('“Find the budget in SharePoint”', async () => {
    const answer = await call(megan, 'sharepoint_search', { query: 'budget' });
    assert.ok(itemsOf(answer).length >= 3);
    return {
      value: itemsOf(answer),
      shown: linesOf(answer, 'name', 'path', 'snippet'),
      size: textOf(answer),
    };
  });
  for (const [extension, words] of [
    ['docx', /# Halo launch plan/],
    ['pdf', /Board report/],
    ['xlsx', /Marketing,1406250,1350000/],
  ] as const) {
    const file = found.find((item) => String(item['name']).endsWith(extension));
    await step(`The model reads ${String(file?.['name'])}`, async () => {
      const answer = await call(megan, 'read_resource', { uri: String(file?.['uri']) });
      assert.match(textOf(answer), words);
      return { value: undefined, shown: textOf(answer), size: textOf(answer) };
    });
  }
  await step('“Which folder holds the Halo launch?”', async () => {
    const answer = await call(megan, 'sharepoint_folder_search', { name: 'Halo' });
    assert.equal(itemsOf(answer)[0]?.['name'], 'Halo');
    return { value: undefined, shown: linesOf(answer, 'name', 'path'), size: textOf(answer) };
  });
}

async function calendar(megan: AnyClient): Promise<void> {
  await step('“What is in my calendar in the next two weeks?”', async () => {
    const answer = await call(megan, 'outlook_calendar_search', {
      afterDateTime: 'today',
      beforeDateTime: 'in 2 weeks',
    });
    assert.match(textOf(answer), /Budget review with Patti/);
    return { value: undefined, shown: linesOf(answer, 'weekday', 'start', 'subject'), size: textOf(answer) };
  });
  await step('“When can Patti, Adele and I meet for an hour?”', async () => {
    const answer = await call(megan, 'find_meeting_availability', {
      participants: [users.patti.userPrincipalName, users.adele.userPrincipalName],
      duration: 60,
      afterDateTime: 'tomorrow',
      beforeDateTime: 'in 2 weeks',
    });
    assert.ok(itemsOf(answer).length > 0);
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });
}

async function chats(megan: AnyClient): Promise<void> {
  const uri = await step('“Did anybody write about the launch in Teams?”', async () => {
    const answer = await call(megan, 'chat_message_search', { query: 'launch' });
    const [first] = itemsOf(answer);
    assert.ok(first);
    return {
      value: String(first['uri']),
      shown: linesOf(answer, 'weekday', 'sent', 'from', 'text'),
      size: textOf(answer),
    };
  });
  await step('The model opens that message', async () => {
    const answer = await call(megan, 'read_resource', { uri });
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });
}

async function others(era: Era, mcpUrl: URL): Promise<void> {
  await step('Alex, for whom only the own files are granted, asks for mail', async () => {
    const { client } = await connect(era, mcpUrl, users.alex.userPrincipalName);
    const answer = await client.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    assert.equal(answer.isError, true);
    assert.match(textOf(answer), /Mail\.Read/);
    await client.close();
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });
  await step('Pradeep, who is not assigned to the connector, tries to sign in', async () => {
    const refusal = await connect(era, mcpUrl, users.pradeep.userPrincipalName).then(
      () => assert.fail('Pradeep came in'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    assert.match(refusal, /AADSTS50105/);
    return { value: undefined, shown: refusal };
  });
  await step('A stranger comes without a token', async () => {
    const response = await fetch(mcpUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(response.status, 401);
    return { value: undefined, shown: `${response.status} ${response.headers.get('www-authenticate')}` };
  });
}

/** A stock client that knows nothing but the address: discovery, sign-in, the connector's consent page, tokens. */
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

/** What only `read_resource` opens: what was said in one meeting of a series, a post with its answers, a page. */
async function readFurther(megan: AnyClient): Promise<void> {
  await step(
    '“What did we say in the Halo weekly last week?”: the transcript of that one meeting',
    async () => {
      const found = await call(megan, 'outlook_calendar_search', {
        query: 'Halo weekly',
        ...lastFullWeeks(1),
      });
      const event = await read(megan, itemsOf(found)[0]?.['uri']);
      const transcript = await read(megan, factsOf(event)['transcript']);
      assert.match(textOf(transcript), /Megan Bowen: Budget is closed/);
      return shown(transcript);
    },
  );
  await step('“And what did they answer Lidia in the Halo channel?”: a post with its answers', async () => {
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

async function read(client: AnyClient, uri: unknown): Promise<ToolAnswer> {
  return call(client, 'read_resource', { uri: String(uri) });
}

function factsOf(answer: ToolAnswer): Readonly<Record<string, unknown>> {
  return (answer.structuredContent?.['facts'] ?? {}) as Record<string, unknown>;
}

function namedIn(answer: ToolAnswer, name: string): string {
  const entries = (answer.structuredContent?.['entries'] ?? []) as Record<string, unknown>[];
  return String(entries.find((entry) => entry['name'] === name)?.['uri']);
}

/** The text alone: the line of facts before it is for the model. */
function shown(answer: ToolAnswer): { value: undefined; shown: string; size: string } {
  const text = textOf(answer);
  return { value: undefined, shown: text.split('\n').slice(2, -2).join('\n'), size: text };
}

/** What a step gives on, and what a person sees of it. */
interface Shown<T> {
  readonly value: T;
  readonly shown: string;
  /** What the model pays for. */
  readonly size?: string;
}

const maxLines = 6;
const maxCharacters = 130;

/** Runs one step of the demo and prints it with its time and its size in tokens (o200k). */
async function step<T>(title: string, run: () => Promise<Shown<T>>): Promise<T> {
  const startedMs = performance.now();
  const { value, shown, size } = await run();
  const ms = Math.round(performance.now() - startedMs);
  const cost = size === undefined ? '' : `, ${encode(size).length} tokens`;
  console.log(`\n▸ ${title}  (${ms} ms${cost})`);
  const lines = shown.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, maxLines)) {
    console.log(`    ${line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line}`);
  }
  if (lines.length > maxLines) console.log(`    … ${lines.length - maxLines} more lines`);
  return value;
}
