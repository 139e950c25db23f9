import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startSimulation } from '../../scripts/lib/simulation.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { read } from './reading/read-resource.ts';

describe('outbound requests of the connector', () => {
  const connector = useConnector();

  it('go only to Microsoft and are recorded', async () => {
    const { tenant, worker } = connector.simulation;
    const client = await connector.client('2026-07-28', 'megan');
    await client.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    expect([...worker.requestedUrls]).toEqual([tenant.url]);
    await read(
      client,
      'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Halo Launch Plan.docx',
    );
    await client.close();
    expect([...worker.requestedUrls]).toEqual([tenant.url, tenant.downloadUrl]);
  });
});

describe('an outbound request to another host', () => {
  let stranger: Server;
  const seen: string[] = [];
  beforeAll(async () => {
    stranger = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => stranger.close());

  it('is blocked and makes the simulation fail on stop', async () => {
    const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const simulation = await startSimulation({ bundle: inject('bundle'), env: { GRAPH_URL: address } });
    const message = mcpMessage('tools/call', {
      name: 'outlook_email_search',
      arguments: { query: 'budget' },
    });
    const response = await fetch(simulation.mcpUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${await simulation.tenant.control.mint({ user: 'megan' })}`,
        ...message.headers,
      },
      body: JSON.stringify(message.body),
    });
    expect(await response.text()).toContain('"isError":true');
    await expect(simulation.stop()).rejects.toThrow(`${address}/v1.0/me`);
    expect(seen).toEqual([]);
  }, 60_000);
});
