import { beforeAll, describe, expect, it } from 'vitest';
import { type MintOptions, users } from 'm365-simulator';
import { modern, useConnector } from './connector.ts';

const connector = useConnector();

/** Eight people in two organisations; two of them have one object id. */
const persons = [
  'megan',
  'patti',
  'adele',
  'alex',
  'lidia@contoso.example',
  'joni',
  'diego',
  'miriam@fabrikam.example',
];
const calls = process.env['LONG_TESTS'] ? 10_000 : 500;
const atOnce = 32;

type MintChange = Partial<MintOptions>;

interface Call {
  readonly person: string;
  readonly token: string;
  readonly message: ReturnType<typeof modern>;
  /** What the person got when nobody else was there. */
  readonly alone: string;
}

/** What differs between two answers to one question: the random mark of a fence, and sealed cursors. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\[untrusted content [\w-]{22} (begins|ends)\]/g, '[untrusted content $1]')
    .replaceAll(/\\?"cursor\\?":\\?"[\w-]+\\?"/g, '"cursor"');
}

async function ask(token: string, message: Call['message']): Promise<string> {
  const response = await connector.post(message.body, { token, headers: message.headers });
  return withoutChance(await response.text());
}

/** Words that are long enough to be somebody's: ids, addresses, links, names of documents. */
function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[\p{L}\p{N}._@:/=-]{12,}/gu));
}

/** Days of their own, so that nothing depends on the time at which a call is made. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const week = { afterDateTime: day(2), beforeDateTime: day(9) };

const tool = (name: string, args: object) => modern('tools/call', { name, arguments: args });

async function prepare(person: string): Promise<Call[]> {
  const token = await connector.token(person);
  const questions = [
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
    modern('tools/list'),
  ];
  const found = await ask(token, questions[2] ?? tool('read_resource', {}));
  const [uri] = /mail:\/\/\/messages\/[\w-]+/.exec(found) ?? [];
  if (uri !== undefined) questions.push(tool('read_resource', { uri }));
  const answers: Call[] = [];
  for (const message of questions) answers.push({ person, token, message, alone: await ask(token, message) });
  return answers;
}

let everybody: Call[];
/** Whose a word is, where one person alone was ever shown it. */
const owners = new Map<string, string>();

beforeAll(async () => {
  const { control } = connector.simulation.tenant;
  control.enableCoworkerSignIn('lidia@contoso.example');
  control.enableCoworkerSignIn('miriam@fabrikam.example');
  everybody = (await Promise.all(persons.map(prepare))).flat();
  const shared = new Set<string>();
  for (const { person, alone } of everybody) {
    for (const word of wordsOf(alone)) {
      const owner = owners.get(word);
      if (owner === undefined) owners.set(word, person);
      else if (owner !== person) shared.add(word);
    }
  }
  for (const word of shared) owners.delete(word);
}, 60_000);

describe('eight users in two tenants', () => {
  it('each receive words that no other user receives', () => {
    const counts = persons.map((person) => [...owners.values()].filter((owner) => owner === person).length);
    for (const count of counts) expect(count).toBeGreaterThan(0);
    expect(everybody.filter(({ alone }) => alone.includes('"isError":true')).length).toBeLessThan(
      everybody.length / 2,
    );
  });

  it(`receive only their own results in ${calls} concurrent random calls with random delays of Graph`, async () => {
    const { control } = connector.simulation.tenant;
    const foreign: string[] = [];
    const different: string[] = [];
    let asked = 0;
    async function askOn(): Promise<void> {
      while (asked < calls) {
        asked += 1;
        const call = everybody[Math.floor(Math.random() * everybody.length)];
        if (!call) return;
        if (asked % 20 === 0) {
          control.addFault({
            kind: 'graph',
            effect: 'delay',
            delayMs: Math.floor(Math.random() * 120),
            times: 1,
          });
        }
        const answer = await ask(call.token, call.message);
        for (const word of wordsOf(answer)) {
          const owner = owners.get(word);
          if (owner !== undefined && owner !== call.person)
            foreign.push(`${call.person} was shown ${word} of ${owner}`);
        }
        if (answer !== call.alone)
          different.push(`${call.person}: ${answer.slice(0, 200)} instead of ${call.alone.slice(0, 200)}`);
      }
    }
    await Promise.all(Array.from({ length: atOnce }, askOn));
    expect(foreign).toEqual([]);
    expect(different.slice(0, 3)).toEqual([]);
    // A busy machine needs minutes for them.
  }, 600_000);
});

describe('POST /mcp with a token', () => {
  const me = tool('read_resource', { uri: 'me:///' });
  const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';

  it('of a guest acts in the resource tenant', async () => {
    const token = await connector.token('diego', { claims: { acct: 1, idp: users.megan.tenantId } });
    const answer = await ask(token, me);
    expect(answer).toContain(users.diego.tenantId);
    expect(answer).toContain('isGuest');
    expect(answer).not.toContain(users.megan.userPrincipalName);
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
