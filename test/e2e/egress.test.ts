import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startSimulation } from '../../scripts/lib/simulation.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';

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

describe('a link to the SharePoint of another organization', () => {
  const guid = 'a0000000-0000-4000-8000-000000000001';
  const uris = [
    'https://evil.sharepoint.com/sites/collect/Shared Documents/SECRETWORD.docx',
    'https://evil-my.sharepoint.com/personal/eve/Documents/SECRETWORD.docx',
    'https://evil.sharepoint.com/:w:/s/collect/SECRETWORD?e=SECRETWORD',
    'https://evil.sharepoint.com/sites/SECRETWORD',
    'https://evil.sharepoint.com/sites/collect/Forms/AllItems.aspx?id=/sites/collect/SECRETWORD',
    'https://contoso.evil.sharepoint.com/SECRETWORD',
    'https://SECRETWORD.sharepoint.com/',
    `drive:///sites/SECRETWORD.sharepoint.com,${guid},${guid}`,
    `page:///sites/SECRETWORD.sharepoint.com,${guid},${guid}/pages/${guid}`,
  ];

  describe('by default', () => {
    const connector = useConnector();

    it.each(uris)('%s is refused by tool and resource, and reaches no server', async (uri) => {
      const client = await connector.client('2026-07-28', 'megan');
      const { control } = connector.simulation.tenant;
      expect(await readError(client, uri)).toMatchObject({ code: 'invalid_argument' });
      await client.close();
      const response = await connector.post(mcpMessage('resources/read', { uri }).body, {
        token: await connector.token('megan'),
        headers: mcpMessage('resources/read', { uri }).headers,
      });
      expect(await response.json()).toMatchObject({ error: { code: -32602 } });
      const sent = control.requests().map((request) => JSON.stringify(request));
      expect(sent.filter((request) => /secretword|evil|\/shares\//i.test(request))).toEqual([]);
    });
  });

  describe('with its host in SHAREPOINT_HOSTS', () => {
    const connector = useConnector({ SHAREPOINT_HOSTS: 'evil.sharepoint.com' });

    it('is requested from Graph', async () => {
      const client = await connector.client('2026-07-28', 'megan');
      expect((await readError(client, uris[0] ?? '')).code).not.toBe('invalid_argument');
      expect((await readError(client, uris[1] ?? '')).code).toBe('invalid_argument');
      await client.close();
    });
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
  });
});
