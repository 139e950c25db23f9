import { describe, expect, it } from 'vitest';
import { apps, users } from 'm365-simulator';
import { useConnector } from './connector.ts';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { runCommandLineClient } from './sign-in/command-line-client.ts';

const connector = useConnector();
const megan = { user: { userPrincipalName: users.megan.userPrincipalName } };

/** Waits for the JSON-RPC message with this id in the output of the program. */
async function waitForMessage(output: () => string, id: number): Promise<{ result?: { tools?: unknown[] } }> {
  for (let attempt = 0; attempt < 900; attempt += 1) {
    for (const line of output().split('\n')) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line) as { id?: number };
      if (message.id === id) return message as { result?: { tools?: unknown[] } };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(output());
}

describe('mcp-remote', () => {
  it.each([
    ['with dynamic registration', []],
    [
      'with a configured client id',
      ['--static-oauth-client-info', JSON.stringify({ client_id: apps.client })],
    ],
  ])('%s signs in and lists the tools', async (_, parameters) => {
    const { mcpUrl, url } = connector.simulation;
    const client = runCommandLineClient(
      'mcp-remote/dist/proxy.js',
      [mcpUrl.href, '--allow-http', ...parameters],
      createBrowserAgent(megan),
      url,
    );
    try {
      const send = (message: object) =>
        client.process.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
      const clientInfo = { name: 'test', version: '1.0.0' };
      send({
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
      });
      expect(await waitForMessage(client.output, 1)).toHaveProperty('result');
      send({ method: 'notifications/initialized' });
      send({ id: 2, method: 'tools/list' });
      const { result } = await waitForMessage(client.output, 2);
      expect(result?.tools?.length).toBeGreaterThan(0);
    } finally {
      await client.stop();
    }
  });
});

describe('the MCP Inspector CLI', () => {
  it.each([
    ['legacy', []],
    ['modern', []],
    ['legacy', ['--client-id', apps.client]],
  ])('with --protocol-era %s and %j signs in and lists the tools', async (era, parameters) => {
    const { mcpUrl, url } = connector.simulation;
    const client = runCommandLineClient(
      '.bin/mcp-inspector',
      [
        '--cli',
        mcpUrl.href,
        '--transport',
        'http',
        '--format',
        'json',
        '--protocol-era',
        era,
        ...parameters,
        '--method',
        'tools/list',
      ],
      createBrowserAgent(megan),
      url,
    );
    try {
      expect([await client.exited, client.output()]).toEqual([
        0,
        expect.stringContaining('outlook_email_search'),
      ]);
    } finally {
      await client.stop();
    }
  });

  it('[entra-7.21] completes a step-up with a configured client id', async () => {
    const { mcpUrl, url, tenant } = connector.simulation;
    const { tenantId } = users.adele;
    tenant.control.setConditionalAccess([{ tenantId, grant: 'mfa', users: ['adele'] }]);
    const browser = createBrowserAgent({ user: { userPrincipalName: users.adele.userPrincipalName } });
    const parameters = [
      '--cli',
      mcpUrl.href,
      '--transport',
      'http',
      '--format',
      'json',
      '--client-id',
      apps.client,
    ];
    const client = runCommandLineClient(
      '.bin/mcp-inspector',
      [...parameters, '--method', 'tools/list'],
      browser,
      url,
    );
    try {
      expect([await client.exited, client.output()]).toEqual([
        0,
        expect.stringContaining('outlook_email_search'),
      ]);
    } finally {
      tenant.control.setConditionalAccess([]);
      await client.stop();
    }
  });
});

describe('the MCP conformance suite for authorization servers', () => {
  it('passes all checks', async () => {
    const { mcpUrl, url } = connector.simulation;
    const client = runCommandLineClient(
      '.bin/conformance',
      [
        'authorization',
        '--url',
        url,
        '--client-id',
        apps.client,
        '--resource',
        mcpUrl.href,
        '--port',
        '33017',
      ],
      createBrowserAgent(megan),
      url,
    );
    try {
      expect([await client.exited, client.output()]).toEqual([
        0,
        expect.stringMatching(/Total: [1-9]\d* passed, 0 failed/),
      ]);
    } finally {
      await client.stop();
    }
  });
});
