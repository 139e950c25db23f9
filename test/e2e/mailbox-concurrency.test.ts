import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type AnyClient, connectClient, itemsOf, textOf } from '../../scripts/lib/mcp-clients.ts';
import { freePort } from '../../scripts/lib/simulation.ts';
import { type WorkerProcess, startWorker } from '../../scripts/lib/worker-process.ts';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();
let megan: AnyClient;
let uris: readonly string[] = [];

/** Calls that waited in an isolate of workerd once stopped to respond after some 17,000. */
const longRunCalls = process.env['LONG_TESTS'] ? 25_000 : 200;

type ToolCall = readonly [name: string, args: Record<string, unknown>];

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
  const search = async (name: string, args: Record<string, unknown>) =>
    itemsOf(await megan.callTool({ name, arguments: args })).map(({ uri }) => String(uri));
  const [mail = ''] = await search('outlook_email_search', {});
  const [event = ''] = await search('outlook_calendar_search', { query: 'Leadership meeting' });
  const [file = ''] = await search('sharepoint_search', { query: 'budget' });
  uris = [mail, event, file, 'mail:///folders/', 'mail:///folders/inbox', 'teams:///chats/', 'drive:///me'];
});
afterAll(async () => {
  await megan.close();
});
beforeEach(() => {
  connector.simulation.tenant.control.setMailboxServiceTime(200);
});

/** Thirty calls of all kinds that read a mailbox, and some that do not. */
function mixedCalls(): readonly ToolCall[] {
  return [
    ['outlook_email_search', {}],
    ['outlook_email_search', { query: 'budget' }],
    ['outlook_email_search', { query: 'budget', order: 'relevance' }],
    ['outlook_email_search', { query: 'invoice', order: 'oldest' }],
    ['outlook_email_search', { folderName: 'Inbox' }],
    ['outlook_email_search', { sender: 'adele@contoso.example' }],
    ['outlook_email_search', { unread: true, countOnly: true }],
    ['outlook_calendar_search', {}],
    ['outlook_calendar_search', { query: 'Leadership meeting' }],
    ['outlook_calendar_search', { afterDateTime: 'this week' }],
    ['find_meeting_availability', { participants: ['adele@contoso.example'], duration: 30 }],
    ['chat_message_search', { query: 'budget' }],
    ['chat_message_search', {}],
    ['sharepoint_search', { query: 'budget' }],
    ['sharepoint_folder_search', { name: 'Registers' }],
    ['people_search', { query: 'adele' }],
    ...uris.map((uri): ToolCall => ['read_resource', { uri }]),
    ...uris.map((uri): ToolCall => ['read_resource', { uri }]),
  ];
}

async function runAll(client: AnyClient, calls: readonly ToolCall[]): Promise<readonly string[]> {
  const results = await Promise.all(
    calls.map(async ([name, args]) => [name, await client.callTool({ name, arguments: args })] as const),
  );
  return results.filter(([, { isError }]) => isError).map(([name, result]) => `${name}: ${textOf(result)}`);
}

function rejections(): number {
  return connector.simulation.tenant.control.mailboxRejections();
}

describe('thirty parallel tool calls of one user, with four requests at once per mailbox', () => {
  it('all succeed, and Graph throttles none of their requests', async () => {
    const calls = mixedCalls();
    expect(calls).toHaveLength(30);
    expect(await runAll(megan, calls)).toEqual([]);
    expect(rejections()).toBe(0);
  });

  it('succeed when they come from two clients of the user', async () => {
    const other = await connector.client('2025-11-25', 'megan');
    const calls = mixedCalls();
    const failed = await Promise.all([runAll(megan, calls.slice(0, 15)), runAll(other, calls.slice(15))]);
    await other.close();
    expect(failed.flat()).toEqual([]);
    expect(rejections()).toBe(0);
  });

  it(`succeed ${longRunCalls} times, eight at once`, { timeout: 20 * 60_000 }, async () => {
    connector.simulation.tenant.control.setMailboxServiceTime(0);
    const token = await connector.token('megan');
    const { body, headers } = mcpMessage('tools/call', {
      name: 'outlook_email_search',
      arguments: { limit: 1 },
    });
    let left = longRunCalls;
    const failed: string[] = [];
    const callUntilEnd = async () => {
      while (left-- > 0) {
        const response = await connector.post(body, { token, headers });
        const text = await response.text();
        if (!text.includes('"items"')) failed.push(text);
      }
    };
    await Promise.all(Array.from({ length: 8 }, callUntilEnd));
    expect(failed).toEqual([]);
  });

  describe('in two isolates', () => {
    let worker: WorkerProcess;
    let dataFolder: string;
    let second: AnyClient;

    beforeAll(async () => {
      const { simulation } = connector;
      dataFolder = mkdtempSync(`${tmpdir()}/m365-connector-`);
      const port = await freePort();
      worker = await startWorker({
        bundle: inject('bundle'),
        port,
        env: { ...simulation.env, PUBLIC_URL: `http://127.0.0.1:${port}` },
        dataFolder,
        allowedOrigins: [simulation.tenant.url, simulation.tenant.downloadUrl],
      });
      const url = new URL(`http://127.0.0.1:${port}/mcp`);
      second = await connectClient('2026-07-28', url, await connector.token('megan'));
    });
    afterAll(async () => {
      await second.close();
      await worker.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    });

    it('succeed after Graph throttled some of their requests', async () => {
      const calls = mixedCalls();
      connector.simulation.tenant.control.holdMailboxesUntilRejection();
      const failed = await Promise.all([runAll(megan, calls), runAll(second, calls)]);
      expect(failed.flat()).toEqual([]);
      expect(rejections()).toBeGreaterThan(0);
    });
  });
});
