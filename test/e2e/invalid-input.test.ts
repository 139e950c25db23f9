import { beforeAll, describe, expect, it } from 'vitest';
import { mcpMessage, useConnector } from './connector.ts';
import { addressRows } from './inputs/address-rows.ts';
import { argumentRows } from './inputs/argument-rows.ts';
import { dateRows } from './inputs/date-rows.ts';
import type { InputRow } from './inputs/input-row.ts';
import { uriRows } from './inputs/uri-rows.ts';

const connector = useConnector();
let token: string;
beforeAll(async () => {
  token = await connector.token('adele');
});

const rows: readonly InputRow[] = [
  ...argumentRows,
  ...dateRows,
  ...addressRows,
  ...uriRows.map((uri): InputRow => ['read_resource', { uri }, 'uri']),
];

interface Answer {
  readonly result?: {
    readonly isError?: boolean;
    readonly content: { readonly text: string }[];
    readonly structuredContent?: { readonly error?: { readonly code: string; readonly argument?: string } };
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** Sends an invalid message and checks that nothing was sent upstream, that the error repeats at most 64 characters of input, and that there is one audit event. */
async function sendInvalid(method: string, params: Record<string, unknown>, args: string): Promise<Answer> {
  const { control } = connector.simulation.tenant;
  await connector.audit(0);
  control.clearRequests();
  const message = mcpMessage(method, params);
  const name = String(params['name'] ?? params['uri']);
  const response = await connector.post(
    JSON.stringify(message.body).replace('"@arguments"', () => args),
    {
      token,
      headers: { ...message.headers, 'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=` },
    },
  );
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(control.requests().filter(({ kind }) => kind !== 'keys')).toEqual([]);
  for (const long of args.match(/[^"]{65,}/g) ?? []) expect(text).not.toContain(long.slice(0, 65));
  // No invisible characters, whether escaped or not.
  expect(text).not.toMatch(/[^\n\P{C}]|\\u(?:0000|200b|202e|d800)/iu);
  expect(await connector.audit(1)).toHaveLength(1);
  return JSON.parse(text) as Answer;
}

describe('tools/call with an invalid argument', () => {
  it.each(rows)(
    'row %$: %s with %j names the argument and sends nothing to Microsoft',
    async (tool, args, argument) => {
      const json = typeof args === 'string' ? args : JSON.stringify(args);
      const { result } = await sendInvalid('tools/call', { name: tool, arguments: '@arguments' }, json);
      expect(result?.isError).toBe(true);
      expect(result?.structuredContent?.error?.argument).toBe(argument);
      expect(result?.content[0]?.text).toContain(argument);
      // The argument is named once.
      expect(result?.content[0]?.text).not.toContain(`\`: ${argument} `);
    },
  );
});

describe('resources/read with an invalid URI', () => {
  it.each(uriRows.filter((uri) => uri.isWellFormed()))(
    'row %$: %j returns -32602 and sends nothing to Microsoft',
    async (uri) => {
      const { error } = await sendInvalid('resources/read', { uri }, JSON.stringify(uri));
      expect(error?.code).toBe(-32602);
    },
  );
});

describe('a search cursor', () => {
  const query = { query: 'the', limit: 5 };

  async function call(person: string, tool: string, args: object) {
    const message = mcpMessage('tools/call', { name: tool, arguments: args });
    const response = await connector.post(message.body, {
      token: await connector.token(person),
      headers: message.headers,
    });
    return ((await response.json()) as { result: never }).result as Answer['result'] & {
      structuredContent?: { page?: { cursor?: string } };
    };
  }

  const changes: readonly (readonly [name: string, change: (cursor: string) => string])[] = [
    ['cut at its end', (cursor) => cursor.slice(0, -1)],
    ['cut at its beginning', (cursor) => cursor.slice(1)],
    ['cut in half', (cursor) => cursor.slice(0, cursor.length / 2)],
    ['longer', (cursor) => `${cursor}AAAA`],
    ['doubled', (cursor) => cursor + cursor],
    ['padded', (cursor) => `${cursor}=`],
    ['in other letters', (cursor) => cursor.toLowerCase()],
    ['backwards', (cursor) => cursor.split('').toReversed().join('')],
    ...[0, 8, 12, 16, 20, 40].map(
      (byte) =>
        [
          `with a bit changed in byte ${byte}`,
          (cursor: string) => {
            const bytes = Buffer.from(cursor, 'base64url');
            bytes[byte % bytes.length]! ^= 1;
            return bytes.toString('base64url');
          },
        ] as const,
    ),
  ];

  it('is accepted only from the same user, tool and query, and only unchanged', async () => {
    const mail = 'outlook_email_search';
    const cursor = (await call('megan', mail, query)).structuredContent?.page?.cursor ?? '';
    expect(cursor).not.toBe('');
    expect((await call('megan', mail, { ...query, cursor })).isError).toBeUndefined();
    const refused: readonly (readonly [person: string, tool: string, args: object])[] = [
      ['patti', mail, { ...query, cursor }],
      ['diego', mail, { ...query, cursor }],
      ['megan', mail, { ...query, query: 'salaries', cursor }],
      ['megan', mail, { ...query, limit: 6, cursor }],
      ['megan', mail, { ...query, mailbox: 'patti@contoso.example', cursor }],
      ['megan', 'outlook_calendar_search', { ...query, cursor }],
      ['megan', 'chat_message_search', { ...query, cursor }],
      ...changes.map(([, change]) => ['megan', mail, { ...query, cursor: change(cursor) }] as const),
    ];
    const before = connector.simulation.tenant.control.requests({ kind: 'graph' }).length;
    for (const [person, tool, args] of refused) {
      expect(await call(person, tool, args), JSON.stringify(args)).toMatchObject({
        isError: true,
        structuredContent: { error: { code: 'invalid_cursor', argument: 'cursor' } },
      });
    }
    expect(connector.simulation.tenant.control.requests({ kind: 'graph' })).toHaveLength(before);
  });
});
