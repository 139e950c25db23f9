import { describe, expect, it } from 'vitest';
import { createToolLists } from '../../../src/mcp/tool-lists.ts';

const result = { tools: [{ name: 'a', title: 'Ä "quoted"' }], resultType: 'complete' };
const serving = (body: unknown, calls: string[] = []) => ({
  calls,
  serve: async () => {
    calls.push('served');
    return Response.json(body, { status: 200 });
  },
});

describe('createToolLists', () => {
  it.each([1, 'x"\n', '', 1.5])('repeats the result of the SDK with the id %j', async (id) => {
    const lists = createToolLists();
    const { serve, calls } = serving({ jsonrpc: '2.0', id: 'first', result });
    const first = await lists.respond('a', 'first', serve);
    const second = await lists.respond('a', id, serve);
    expect(await first.json()).toEqual({ jsonrpc: '2.0', id: 'first', result });
    expect(await second.json()).toEqual({ jsonrpc: '2.0', id, result });
    expect([first.status, first.headers.get('content-type')]).toEqual([
      second.status,
      second.headers.get('content-type'),
    ]);
    expect(calls).toHaveLength(1);
  });

  it('has the SDK serve each other set of tools', async () => {
    const lists = createToolLists();
    await lists.respond('a b', 1, serving({ jsonrpc: '2.0', id: 1, result }).serve);
    const other = { jsonrpc: '2.0', id: 2, result: { tools: [] } };
    for (const key of ['a', 'ab', 'b a', '']) {
      expect(await (await lists.respond(key, 2, serving(other).serve)).json()).toEqual(other);
    }
  });

  it('does not keep an error', async () => {
    const lists = createToolLists();
    const error = { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: 'x' } };
    expect(await (await lists.respond('a', 1, serving(error).serve)).json()).toEqual(error);
    const served = { jsonrpc: '2.0', id: 1, result };
    expect(await (await lists.respond('a', 1, serving(served).serve)).json()).toEqual(served);
  });

  it('keeps the last 50 results', async () => {
    const lists = createToolLists();
    const { serve, calls } = serving({ jsonrpc: '2.0', id: 1, result });
    for (let index = 0; index <= 50; index += 1) await lists.respond(`tool${index}`, 1, serve);
    await lists.respond('tool50', 1, serve);
    expect(calls).toHaveLength(51);
    await lists.respond('tool0', 1, serve);
    expect(calls).toHaveLength(52);
  });
});
