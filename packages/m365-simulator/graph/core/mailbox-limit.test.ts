import { expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

function busyGraph() {
  const graph = createTestGraph();
  graph.mailboxLimit.serviceMs = 20;
  return createGraphClient(graph, 'megan');
}

const message = '/me/messages?$top=1&$select=id';

it('rejects the fifth request to a mailbox at the same time with ApplicationThrottled', async () => {
  const megan = busyGraph();
  const responses = await Promise.all(Array.from({ length: 6 }, () => megan.get(message)));
  const rejected = responses.filter(({ status }) => status === 429);
  expect(rejected).toHaveLength(2);
  expect(rejected[0]?.headers.get('retry-after')).toBe('1');
  expect(rejected[0]?.body.error).toMatchObject({
    code: 'ApplicationThrottled',
    message: 'Application is over its MailboxConcurrency limit.',
    innerError: { code: 'MailboxConcurrency' },
  });
  expect((await megan.get(message)).status).toBe(200);
});

it('serves no request before the next rejection when it holds them', async () => {
  const graph = createTestGraph();
  graph.mailboxLimit.serviceMs = 1;
  graph.mailboxLimit.holdUntilRejection();
  const megan = createGraphClient(graph, 'megan');
  let served = 0;
  const held = Array.from({ length: 4 }, async () => {
    await megan.get(message);
    served += 1;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(served).toBe(0);
  expect((await megan.get(message)).status).toBe(429);
  await Promise.all(held);
  expect(served).toBe(4);
});

it('counts each request of a batch', async () => {
  const megan = busyGraph();
  const requests = Array.from({ length: 6 }, (_, index) => ({
    id: String(index + 1),
    method: 'GET',
    url: message,
  }));
  const { body } = await megan.post('/$batch', { requests });
  const statuses = body.responses.map(({ status }: { status: number }) => status).toSorted();
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
});

it('counts a search for messages and the shared mailbox of another user by their mailbox', async () => {
  const megan = busyGraph();
  const search = {
    requests: [{ entityTypes: ['message'], query: { queryString: 'budget' }, from: 0, size: 1 }],
  };
  const own = [message, message, message, message].map((path) => megan.get(path));
  expect((await megan.post('/search/query', search)).status).toBe(429);
  expect((await megan.get('/users/support@contoso.example/messages?$top=1&$select=id')).status).not.toBe(429);
  expect((await megan.get('/me/chats')).status).toBe(200);
  await Promise.all(own);
});
