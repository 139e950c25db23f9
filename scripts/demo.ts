/**
 * `npm run demo`: a person asks, the connector answers, against the simulated tenant and through the real path. Every
 * step checks what it shows, so that this is also the end-to-end test.
 * `npm run demo -- --read URI [--as UPN]` reads one resource through a connector that `npm start` keeps up.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { people } from '../test/tenant/world.ts';
import { bundle } from './bundle.ts';
import { type AnyClient, connectClient, type Era, type ToolAnswer } from './mcp-clients.ts';
import { signIn } from './sign-in.ts';
import { startSimulation } from './simulation.ts';

const { values } = parseArgs({
  options: {
    read: { type: 'string' },
    as: { type: 'string', default: people.megan.userPrincipalName },
    url: { type: 'string', default: 'http://localhost:8787' },
    tenant: { type: 'string', default: 'http://127.0.0.1:8788' },
  },
});

if (values.read === undefined) await play();
else await read(values.read, values.as);

async function read(uri: string, userPrincipalName: string): Promise<void> {
  const token = await signIn(values.tenant, userPrincipalName);
  const client = await connectClient('2026-07-28', new URL(`${values.url}/mcp`), token);
  const answer = await client.callTool({ name: 'read_resource', arguments: { uri } });
  console.log(textOf(answer));
  await client.close();
  process.exitCode = answer.isError ? 1 : 0;
}

async function play(): Promise<void> {
  console.log('Bundling the Worker, starting it on workerd beside a simulated Microsoft 365 tenant …');
  const simulation = await startSimulation({ bundle: await bundle() });
  try {
    for (const era of ['2026-07-28', '2025-11-25'] as const)
      await playEra(era, simulation.mcpUrl, simulation.tenant.url);
    console.log('\nEverything worked, in both protocol eras.');
  } finally {
    await simulation.stop();
  }
}

async function playEra(era: Era, mcpUrl: URL, tenantUrl: string): Promise<void> {
  console.log(`\n━━ MCP ${era} ━━`);
  const megan = await step(`${people.megan.displayName} signs in with Microsoft and connects`, async () => {
    const client = await connectClient(era, mcpUrl, await signIn(tenantUrl, people.megan.userPrincipalName));
    return { value: client, shown: people.megan.userPrincipalName };
  });

  await step('lists the tools', async () => {
    const { tools } = await megan.listTools();
    const names = tools.map((tool) => tool.name);
    for (const name of ['outlook_email_search', 'sharepoint_search', 'read_resource'])
      assert.ok(names.includes(name), name);
    return { value: undefined, shown: names.join(', '), size: JSON.stringify(tools) };
  });

  const mail = await step('asks: what did my manager say about the budget?', async () => {
    const answer = await call(megan, 'outlook_email_search', {
      query: 'budget',
      sender: people.patti.userPrincipalName,
      limit: 5,
    });
    const [first] = itemsOf(answer);
    assert.ok(first, 'the manager wrote about the budget');
    return {
      value: first,
      shown: itemsOf(answer)
        .map((item) => `${item['received']}  ${item['subject']}`)
        .join('\n'),
      size: textOf(answer),
    };
  });

  await step('opens that mail', async () => {
    const answer = await call(megan, 'read_resource', { uri: String(mail['uri']) });
    assert.match(textOf(answer), /budget/i);
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });

  const files = await step('searches SharePoint for the budget', async () => {
    const answer = await call(megan, 'sharepoint_search', { query: 'budget', limit: 10 });
    assert.ok(itemsOf(answer).length > 0);
    return {
      value: itemsOf(answer),
      shown: itemsOf(answer)
        .map((item) => `${item['name']}  ${item['uri']}`)
        .join('\n'),
      size: textOf(answer),
    };
  });

  for (const [kind, query] of [
    ['docx', 'budget'],
    ['pdf', 'policy'],
  ] as const) {
    await step(`reads a ${kind}`, async () => {
      const found =
        files.find((item) => String(item['name']).endsWith(`.${kind}`)) ??
        itemsOf(await call(megan, 'sharepoint_search', { query, fileType: kind }))[0];
      assert.ok(found, `a ${kind} is found`);
      const answer = await call(megan, 'read_resource', { uri: String(found['uri']) });
      assert.ok(textOf(answer).length > 200, 'its text came out');
      return { value: undefined, shown: textOf(answer), size: textOf(answer) };
    });
  }
  await megan.close();

  await step(`${people.alex.displayName}, who may read only the own files, asks for mail`, async () => {
    const alex = await connectClient(era, mcpUrl, await signIn(tenantUrl, people.alex.userPrincipalName));
    const answer = await alex.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    assert.equal(answer.isError, true);
    assert.match(textOf(answer), /Mail\.Read/);
    await alex.close();
    return { value: undefined, shown: textOf(answer), size: textOf(answer) };
  });

  await step('a stranger comes without a token', async () => {
    const response = await fetch(mcpUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(response.status, 401);
    return { value: undefined, shown: `${response.status} ${response.headers.get('www-authenticate')}` };
  });
}

interface Shown<T> {
  readonly value: T;
  readonly shown: string;
  /** What the model pays for. */
  readonly size?: string;
}

async function step<T>(title: string, run: () => Promise<Shown<T>>): Promise<T> {
  const startedMs = performance.now();
  const { value, shown, size } = await run();
  const ms = Math.round(performance.now() - startedMs);
  const cost = size === undefined ? '' : `, ${encode(size).length} tokens`;
  console.log(`\n▸ ${title}  (${ms} ms${cost})`);
  const lines = shown.split('\n');
  for (const line of lines.slice(0, 8))
    console.log(`    ${line.length > 130 ? `${line.slice(0, 129)}…` : line}`);
  if (lines.length > 8) console.log(`    … ${lines.length - 8} more lines`);
  return value;
}

async function call(client: AnyClient, name: string, args: Record<string, unknown>): Promise<ToolAnswer> {
  const answer = await client.callTool({ name, arguments: args });
  assert.notEqual(answer.isError, true, textOf(answer));
  return answer;
}

function itemsOf(answer: ToolAnswer): Record<string, unknown>[] {
  return (answer.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}

function textOf(answer: ToolAnswer): string {
  return answer.content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}
