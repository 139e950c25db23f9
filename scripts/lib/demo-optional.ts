import assert from 'node:assert/strict';
import { users } from 'm365-simulator';
import { usedPermissions } from '../../src/tenants/permissions.ts';
import { connect } from './demo-flow.ts';
import { DemoOutput, formatContent, formatItems, formatTable } from './demo-output.ts';
import { type AnyClient, type Era, call, itemsOf, textOf } from './mcp-clients.ts';
import type { Simulation } from './simulation.ts';

/** A prompt in `prompts/list`, and the method that returns it. */
interface PromptClient {
  listPrompts(): Promise<{ prompts: { name: string; title?: string }[] }>;
  getPrompt(params: { name: string }): Promise<{ messages: { content: { text?: string } }[] }>;
}

/**
 * Steps beyond the default consent: optional areas with all permissions granted, prompts, and the two tools for
 * ChatGPT.
 * @throws AssertionError when a result is not as expected
 */
export async function playOptional(era: Era, { mcpUrl, tenant }: Simulation): Promise<void> {
  console.log(`\n━━ MCP ${era}, optional abilities ━━`);
  const output = new DemoOutput(true);
  tenant.control.setUserGrants('megan', usedPermissions);
  try {
    const { client } = await connect(era, mcpUrl, users.megan.userPrincipalName);
    await listTools(output, client);
    await peopleAndTasks(output, client);
    await listsAndNotes(output, client);
    await promptList(output, client as unknown as PromptClient);
    await client.close();
    await chatGpt(output, era, new URL('?tools=search,fetch', mcpUrl));
  } finally {
    tenant.control.setUserGrants('megan', null);
  }
}

async function listTools(output: DemoOutput, megan: AnyClient): Promise<void> {
  await output.step('With every permission granted the client lists further tools', async () => {
    const { tools } = await megan.listTools();
    assert.ok(tools.length > 8);
    return {
      value: undefined,
      shown: formatTable(tools.map(({ name, title = '' }) => [name, title])),
      modelText: JSON.stringify(tools),
    };
  });
}

async function peopleAndTasks(output: DemoOutput, megan: AnyClient): Promise<void> {
  await output.step('“Who is my manager, and is she free to talk?”', async () => {
    const result = await call(megan, 'people_search', { relation: 'manager' });
    assert.equal(itemsOf(result)[0]?.['name'], 'Patti Fernandez');
    return {
      value: undefined,
      shown: formatItems(result, 'name', 'title', 'presence'),
      modelText: textOf(result),
    };
  });
  const uri = await output.step('“What do I have to do?”', async () => {
    const result = await call(megan, 'task_search', {});
    assert.ok(itemsOf(result).length > 1);
    return {
      value: String(itemsOf(result)[0]?.['uri']),
      shown: formatItems(result, 'title', 'list', 'due'),
      modelText: textOf(result),
    };
  });
  await output.step('The model opens the first task', async () => {
    const result = await call(megan, 'read_resource', { uri });
    assert.match(textOf(result), /Ask Pradeep for the numbers/);
    return formatContent(result);
  });
}

async function listsAndNotes(output: DemoOutput, megan: AnyClient): Promise<void> {
  const list = await output.step('“What do we sponsor?”', async () => {
    const result = await call(megan, 'sharepoint_search', { query: 'sponsorships', kind: 'list' });
    const uri = String(itemsOf(result)[0]?.['uri']);
    assert.match(uri, /^list:/);
    return { value: uri, shown: formatItems(result, 'name', 'kind', 'path'), modelText: textOf(result) };
  });
  await output.step('The model reads the rows that are under negotiation', async () => {
    const uri = `${list}?filter=Stage = Negotiating`;
    const result = await call(megan, 'read_resource', { uri });
    assert.match(textOf(result), /Lisbon chess open/);
    return formatContent(result);
  });
  const note = await output.step('“What did I note for the offsite in OneNote?”', async () => {
    const result = await call(megan, 'note_search', { query: 'offsite' });
    assert.equal(itemsOf(result)[0]?.['title'], 'Offsite agenda ideas');
    return {
      value: String(itemsOf(result)[0]?.['uri']),
      shown: formatItems(result, 'title', 'notebook', 'section'),
      modelText: textOf(result),
    };
  });
  await output.step('The model opens the note', async () => {
    const result = await call(megan, 'read_resource', { uri: note });
    assert.match(textOf(result), /Harbor tour/);
    return formatContent(result);
  });
}

async function promptList(output: DemoOutput, megan: PromptClient): Promise<void> {
  await output.step('Her client offers prompts to start with', async () => {
    const { prompts } = await megan.listPrompts();
    assert.equal(prompts.length, 5);
    return {
      value: undefined,
      shown: formatTable(prompts.map(({ name, title = '' }) => [name, title])),
    };
  });
  await output.step('Megan chooses “My day”', async () => {
    const { messages } = await megan.getPrompt({ name: 'my_day' });
    const text = messages[0]?.content.text ?? '';
    assert.match(text, /task_search/);
    return { value: undefined, shown: text, modelText: text };
  });
}

async function chatGpt(output: DemoOutput, era: Era, url: URL): Promise<void> {
  const { client } = await connect(era, url, users.megan.userPrincipalName);
  const id = await output.step('ChatGPT searches everything at once, with ?tools=search,fetch', async () => {
    const result = await call(client, 'search', { query: 'launch' });
    const { results = [] } = (result.structuredContent ?? {}) as {
      results?: { id: string; title: string; url: string }[];
    };
    assert.ok(results.length > 4);
    return {
      value: results[0]?.id ?? '',
      shown: formatTable(results.slice(0, 8).map(({ id: uri, title }) => [uri.split(':')[0] ?? '', title])),
      modelText: textOf(result),
    };
  });
  await output.step('ChatGPT fetches the first result', async () => {
    const result = await call(client, 'fetch', { id });
    const { title, url: link, text } = result.structuredContent ?? {};
    assert.match(String(text), /^\[untrusted content/);
    return { value: undefined, shown: `${String(title)}\n${String(link)}`, modelText: textOf(result) };
  });
  await client.close();
}
