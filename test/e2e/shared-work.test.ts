import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Fault, fabrikam } from 'm365-simulator';
import { bundle, failingObjects } from '../../scripts/lib/bundle.ts';
import { type Simulation, startSimulation } from '../../scripts/lib/simulation.ts';
import { connectClient } from '../../scripts/lib/mcp-clients.ts';
import { mcpMessage } from './connector.ts';
import { type SentRequest, disconnectAfter, untilReached } from './disconnect.ts';
import { injectObjectFault } from './faults/inject-object-fault.ts';

/*
 * Requests of one isolate that need the same thing at the same time, on raw workerd. Each must get its response, whatever
 * happens to the request that fetches it: docs/architecture.md, State.
 */

const documentUrl = 'https://app.example/client.json?slow';
const deniedUrl = 'https://app.example/denied.json?slow';
const redirectUri = 'https://app.example/callback';
const plan = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents/Halo/Halo Launch Plan.docx';
const rulings =
  'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers/Register of rulings.pdf';

/** A response takes a few seconds at most, also on a busy machine; one that hangs never comes. */
const hangMs = 20_000;

let simulation: Simulation;
const control = () => simulation.tenant.control;

async function start(worker: string): Promise<void> {
  simulation = await startSimulation({
    bundle: worker,
    env: { TRUSTED_CLIENT_METADATA: `${documentUrl},${deniedUrl}` },
    documents: {
      [documentUrl]: { client_id: documentUrl, client_name: 'App', redirect_uris: [redirectUri] },
    },
  });
}

/** Starts workerd again, which clears the memory of the isolate. */
async function restart(): Promise<void> {
  await simulation.worker.stop('SIGKILL');
  await simulation.restart();
}

async function createCall(
  user: string,
  method: string,
  params: Record<string, unknown> = {},
): Promise<SentRequest> {
  const message = mcpMessage(method, params);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${await control().mint({ user })}`,
    ...message.headers,
  };
  return { path: '/mcp', headers, body: JSON.stringify(message.body) };
}

const callTool = (user: string, name: string, args: Record<string, unknown>) =>
  createCall(user, 'tools/call', { name, arguments: args });

interface TimedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly durationMs: number;
}

async function send({ path, method = 'POST', headers, body }: SentRequest): Promise<TimedResponse> {
  const startedAtMs = performance.now();
  const response = await fetch(new URL(path, simulation.url), {
    method,
    redirect: 'manual',
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    durationMs: performance.now() - startedAtMs,
  };
}

/** The response to the second request. The client of the first disconnects while both wait. */
async function sendAfterCanceled(
  first: readonly SentRequest[],
  second: SentRequest,
  started: () => Promise<void>,
): Promise<TimedResponse> {
  let response: Promise<TimedResponse> | undefined;
  const isWaiting = (async () => {
    await started();
    response = send(second);
    await sleep(300);
  })();
  await Promise.all(first.map((request) => disconnectAfter(simulation, request, () => isWaiting)));
  if (!response) throw new Error('The second request was not sent.');
  return await response;
}

function addFault(fault: Fault): void {
  control().clearRequests();
  control().addFault(fault);
}

afterEach(() => control().clearFaults());

describe('a request whose isolate fetches the same for a request that is canceled', () => {
  beforeAll(() => start(inject('bundle')));
  afterAll(() => simulation.stop());

  describe.each([
    ['is answered after the signing keys arrived late', { effect: 'delay', delayMs: 1500 }, 200],
    ['gets 503 with Retry-After when Entra does not respond', { effect: 'hang' }, 503],
  ] as const)('for the signing keys', (title, effect, status) => {
    beforeAll(restart);
    afterAll(restart);

    it(title, async () => {
      const [first, second] = [
        await createCall('megan', 'tools/list'),
        await createCall('adele', 'tools/list'),
      ];
      addFault({ kind: 'keys', ...effect });
      const keysRequested = () => untilReached(simulation, { kind: 'keys' });
      const response = await sendAfterCanceled([first], second, keysRequested);
      expect(response.status).toBe(status);
      expect(response.headers.has('retry-after')).toBe(status === 503);
      expect(response.durationMs).toBeLessThan(hangMs);
      expect(control().requests({ kind: 'keys' })).toHaveLength(1);
    });
  });

  const authorize = (clientId: string): SentRequest => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      resource: `${simulation.url}/mcp`,
    });
    return { method: 'GET', path: `/oauth/authorize?${query}` };
  };

  it.each([
    ['continues with the client metadata document', documentUrl, 200, 'App'],
    ['shows an error when the host of the client metadata document fails', deniedUrl, 400, 'client'],
  ])('%s', async (_, clientId, status, text) => {
    const request = authorize(clientId);
    const response = await sendAfterCanceled([request], request, () => sleep(300));
    expect(response).toMatchObject({ status, text: expect.stringContaining(text) as string });
    expect(response.durationMs).toBeLessThan(hangMs);
  });

  const search = () => callTool('megan', 'outlook_email_search', { query: 'budget', timeZone: 'UTC' });

  it('takes the place of canceled requests in the limit of the mailbox', async () => {
    await send(await search());
    addFault({ kind: 'graph', effect: 'hang', times: 4 });
    const holders = await Promise.all([search(), search(), search(), search()]);
    const response = await sendAfterCanceled(holders, await search(), () =>
      untilReached(simulation, { kind: 'graph' }, 4),
    );
    expect(response.text).toContain('"items"');
    expect(response.durationMs).toBeLessThan(hangMs);
  });

  it('passes a canceled request that waited before it for the limit of the mailbox', async () => {
    await send(await search());
    addFault({ kind: 'graph', effect: 'delay', delayMs: 1500, times: 4 });
    const holders = [1, 2, 3, 4].map(async () => await send(await search()));
    await untilReached(simulation, { kind: 'graph' }, 4);
    const response = await sendAfterCanceled([await search()], await search(), () => sleep(100));
    expect(response.text).toContain('"items"');
    expect(response.durationMs).toBeLessThan(hangMs);
    for (const { text } of await Promise.all(holders)) expect(text).toContain('"items"');
  });

  it.each(['2025-11-25', '2026-07-28'] as const)(
    'takes the place of requests that a failed call of revision %s has not awaited',
    async (revision) => {
      control().setUserGrants('joni', ['User.Read', 'Mail.Read', 'Calendars.Read']);
      onTestFinished(() => control().setUserGrants('joni', null));
      addFault({ kind: 'graph', path: '*/getSchedule', effect: 'hang' });
      // Late, so that each call has requested the time zone before it fails.
      control().addFault({
        kind: 'graph',
        path: '*/messages',
        effect: 'status',
        status: 403,
        delayMs: 3000,
      });
      const calls = [1, 2, 3, 4].map(async () => {
        const client = await connectClient(
          revision,
          simulation.mcpUrl,
          await control().mint({ user: 'joni' }),
        );
        const result = await client.callTool({
          name: 'outlook_email_search',
          arguments: { query: 'budget' },
        });
        await client.close();
        return result;
      });
      for (const result of await Promise.all(calls)) expect(result.isError).toBe(true);
      const requests = control().requests({ kind: 'graph' });
      expect(requests.filter(({ path }) => path.endsWith('/getSchedule'))).toHaveLength(4);
      control().clearFaults();
      const response = await send(await callTool('joni', 'outlook_email_search', { timeZone: 'UTC' }));
      expect(response.text).toContain('"items"');
      // Requests for the time zone would have ended after twelve seconds.
      expect(response.durationMs).toBeLessThan(8000);
    },
  );

  it('takes the place of canceled reads of files', async () => {
    const read = () => callTool('megan', 'read_resource', { uri: plan });
    addFault({ kind: 'download', effect: 'hang', times: 2 });
    const response = await sendAfterCanceled([await read(), await read()], await read(), () =>
      untilReached(simulation, { kind: 'download' }, 2),
    );
    expect(response.text).toContain('Halo');
    expect(response.durationMs).toBeLessThan(hangMs);
  });

  it('reads a PDF while the first PDF of the isolate is canceled', async () => {
    await restart();
    const [first, second] = await Promise.all(
      [1, 2].map(() => callTool('joni', 'read_resource', { uri: rulings })),
    );
    addFault({ kind: 'download', effect: 'delay', delayMs: 1000 });
    const response = await sendAfterCanceled([first!], second!, () =>
      untilReached(simulation, { kind: 'download' }),
    );
    expect(response.text).toContain('ruling');
  });
});

describe('a request whose isolate reads the tenant policy for a request that is canceled', () => {
  beforeAll(async () => start(await bundle(failingObjects)));
  afterAll(() => simulation.stop());

  it.each([
    ['with the policy that arrives late', 1500],
    ['when the policy object responds after its time limit', 6000],
  ])('is answered %s', async (_, delayMs) => {
    await restart();
    const users = control().addUsers(fabrikam, 2);
    const [first, second] = await Promise.all(users.map((user) => createCall(user, 'tools/list')));
    const owner = { connector: { simulation }, tenantId: fabrikam, objectId: '' };
    await injectObjectFault(owner as never, 'TENANT_POLICY', { kind: 'delay', delayMs });
    const response = await sendAfterCanceled([first!], second!, () => sleep(300));
    expect(response.status).toBe(200);
    expect(response.durationMs).toBeLessThan(hangMs);
  });
});
