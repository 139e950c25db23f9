import { describe, expect, it } from 'vitest';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();
const list = mcpMessage('tools/list');

describe('POST /mcp?tools=', () => {
  it('serves the listed tools only and returns tool_disabled for others', async () => {
    const token = await connector.token('megan');
    const path = '/mcp?tools=read_resource,outlook_email_search';
    const listed = await connector.post(list.body, { token, headers: list.headers, path });
    const names = [...(await listed.text()).matchAll(/"name":"(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['outlook_email_search', 'read_resource']);
    const call = mcpMessage('tools/call', { name: 'sharepoint_search', arguments: { query: 'budget' } });
    const called = await (await connector.post(call.body, { token, headers: call.headers, path })).text();
    expect(called).toContain('tool_disabled');
    expect(called).toContain('?tools=');
    const me = mcpMessage('tools/call', { name: 'read_resource', arguments: { uri: 'me:///' } });
    expect(await (await connector.post(me.body, { token, headers: me.headers, path })).text()).toContain(
      'not among the ?tools=',
    );
  });

  it.each(['?tools=', '?tools=delete_everything', '?tools=read_resource&tools=sharepoint_search'])(
    'returns 400 and -32602 for %s',
    async (query) => {
      const token = await connector.token('megan');
      const response = await connector.post(list.body, {
        token,
        headers: list.headers,
        path: `/mcp${query}`,
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: -32_602 } });
    },
  );

  it('keeps the query in the challenge and in the resource metadata', async () => {
    const { url } = connector.simulation;
    const response = await connector.post(list.body, {
      headers: list.headers,
      path: '/mcp?tools=read_resource',
    });
    const [, address = ''] =
      /resource_metadata="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '') ?? [];
    expect(address).toBe(`${url}/.well-known/oauth-protected-resource/mcp?tools=read_resource`);
    expect(await (await fetch(address)).json()).toMatchObject({ resource: `${url}/mcp?tools=read_resource` });
  });
});
