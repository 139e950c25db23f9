import { beforeAll, describe, expect, it } from 'vitest';
import { type MintOptions, users } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();

/** Eight users in two tenants. Two of them share an object id. */
const userNames = [
  'megan',
  'patti',
  'adele',
  'alex',
  'lidia@contoso.example',
  'joni',
  'diego',
  'miriam@fabrikam.example',
];
const callCount = process.env['LONG_TESTS'] ? 10_000 : 500;
const concurrency = 32;

type MintChange = Partial<MintOptions>;

interface RecordedCall {
  readonly user: string;
  readonly token: string;
  readonly message: ReturnType<typeof mcpMessage>;
  /** Response to the same call without concurrent calls. */
  readonly expected: string;
}

/** Removes the parts that differ between equal calls: the nonce of the fence and sealed cursors. */
function withoutRandomParts(text: string): string {
  return text
    .replaceAll(/\[untrusted content [\w-]{22} (begins|ends)\]/g, '[untrusted content $1]')
    .replaceAll(/\\?"cursor\\?":\\?"[\w-]+\\?"/g, '"cursor"');
}

async function send(token: string, message: RecordedCall['message']): Promise<string> {
  const response = await connector.post(message.body, { token, headers: message.headers });
  return withoutRandomParts(await response.text());
}

/** Words long enough to identify a user: ids, addresses, links and document names. */
function distinctiveWords(text: string): Set<string> {
  return new Set(text.match(/[\p{L}\p{N}._@:/=-]{12,}/gu));
}

/** Fixed dates, so that results do not depend on the time of the call. */
const formatDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const week = { afterDateTime: formatDay(2), beforeDateTime: formatDay(9) };

const tool = (name: string, args: object) => mcpMessage('tools/call', { name, arguments: args });

async function prepare(user: string): Promise<RecordedCall[]> {
  const token = await connector.token(user);
  const messages = [
    tool('sharepoint_search', { query: 'budget OR agreement OR launch', limit: 5 }),
    tool('sharepoint_folder_search', { name: 'H', limit: 5 }),
    tool('outlook_email_search', { query: 'budget OR contract OR launch', limit: 5 }),
    tool('outlook_calendar_search', { ...week, limit: 5 }),
    tool('find_meeting_availability', {
      ...week,
      participants: [users.patti.userPrincipalName],
      maxCandidates: 2,
    }),
    tool('chat_message_search', { query: 'launch OR contract', limit: 5 }),
    tool('read_resource', { uri: 'me:///' }),
    tool('read_resource', { uri: 'drive:///me' }),
    tool('read_resource', { uri: 'mail:///folders/' }),
    mcpMessage('tools/list'),
  ];
  const found = await send(token, messages[2] ?? tool('read_resource', {}));
  const [uri] = /mail:\/\/\/messages\/[\w-]+/.exec(found) ?? [];
  if (uri !== undefined) messages.push(tool('read_resource', { uri }));
  const recorded: RecordedCall[] = [];
  for (const message of messages)
    recorded.push({ user, token, message, expected: await send(token, message) });
  return recorded;
}

let recordedCalls: RecordedCall[];
/** The only user whose responses contain a word. */
const wordOwners = new Map<string, string>();

beforeAll(async () => {
  const { control } = connector.simulation.tenant;
  control.enableCoworkerSignIn('lidia@contoso.example');
  control.enableCoworkerSignIn('miriam@fabrikam.example');
  recordedCalls = (await Promise.all(userNames.map(prepare))).flat();
  const shared = new Set<string>();
  for (const { user, expected } of recordedCalls) {
    for (const word of distinctiveWords(expected)) {
      const owner = wordOwners.get(word);
      if (owner === undefined) wordOwners.set(word, user);
      else if (owner !== user) shared.add(word);
    }
  }
  for (const word of shared) wordOwners.delete(word);
});

describe('eight users in two tenants', () => {
  it('each receive words that no other user receives', () => {
    const counts = userNames.map((user) => [...wordOwners.values()].filter((owner) => owner === user).length);
    for (const count of counts) expect(count).toBeGreaterThan(0);
    expect(recordedCalls.filter(({ expected }) => expected.includes('"isError":true')).length).toBeLessThan(
      recordedCalls.length / 2,
    );
  });

  it(`receive only their own results in ${callCount} concurrent random calls with random delays of Graph`, async () => {
    const { control } = connector.simulation.tenant;
    const leaks: string[] = [];
    const differences: string[] = [];
    let sentCalls = 0;
    async function sendCalls(): Promise<void> {
      while (sentCalls < callCount) {
        sentCalls += 1;
        const call = recordedCalls[Math.floor(Math.random() * recordedCalls.length)];
        if (!call) return;
        if (sentCalls % 20 === 0) {
          control.addFault({
            kind: 'graph',
            effect: 'delay',
            delayMs: Math.floor(Math.random() * 120),
            times: 1,
          });
        }
        const response = await send(call.token, call.message);
        for (const word of distinctiveWords(response)) {
          const owner = wordOwners.get(word);
          if (owner !== undefined && owner !== call.user)
            leaks.push(`${call.user} was shown ${word} of ${owner}`);
        }
        if (response !== call.expected)
          differences.push(
            `${call.user}: ${response.slice(0, 200)} instead of ${call.expected.slice(0, 200)}`,
          );
      }
    }
    await Promise.all(Array.from({ length: concurrency }, sendCalls));
    expect(leaks).toEqual([]);
    expect(differences.slice(0, 3)).toEqual([]);
    // The full run takes minutes on a busy machine.
  }, 600_000);
});

describe('POST /mcp with a token', () => {
  const me = tool('read_resource', { uri: 'me:///' });
  const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';

  it('of a guest acts in the resource tenant', async () => {
    const token = await connector.token('diego', { claims: { acct: 1, idp: users.megan.tenantId } });
    const response = await send(token, me);
    expect(response).toContain(users.diego.tenantId);
    expect(response).toContain('isGuest');
    expect(response).not.toContain(users.megan.userPrincipalName);
  });

  it.each<[string, MintChange, number]>([
    [
      'of a personal Microsoft account',
      {
        claims: { tid: consumers, iss: `https://login.microsoftonline.com/${consumers}/v2.0` },
        key: 'consumer',
      },
      403,
    ],
    [
      'of an application without a user',
      { claims: { idtyp: 'app', roles: ['Connector.Admin'] }, omit: ['scp'] },
      401,
    ],
    ['of an application with a delegated scope', { claims: { idtyp: 'app' } }, 401],
  ])('%s is rejected', async (_kind, change, status) => {
    const token = await connector.token('megan', change);
    expect((await connector.post(me.body, { token, headers: me.headers })).status).toBe(status);
  });
});
