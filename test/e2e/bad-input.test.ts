import { describe, expect, it } from 'vitest';
import { modern, useConnector } from './connector.ts';

const connector = useConnector();

type Arguments = Record<string, unknown>;

const mail = 'outlook_email_search';
const files = 'sharepoint_search';
const read = 'read_resource';

const rows: readonly (readonly [tool: string, args: Arguments, argument: string])[] = [
  ...[mail, files].flatMap((tool) => [
    [tool, { query: 'x', folder_name: 'Inbox' }, 'folder_name'] as const,
    [tool, { query: 'x', __proto__x: 1 }, '__proto__x'] as const,
    [tool, { query: 5 }, 'query'] as const,
    [tool, { query: null }, 'query'] as const,
    [tool, { query: ['budget'] }, 'query'] as const,
    [tool, { query: { $gt: '' } }, 'query'] as const,
    [tool, { query: 'x'.repeat(1025) }, 'query'] as const,
    [tool, { query: 'x', limit: 0 }, 'limit'] as const,
    [tool, { query: 'x', limit: -1 }, 'limit'] as const,
    [tool, { query: 'x', limit: 1.5 }, 'limit'] as const,
    [tool, { query: 'x', limit: 100_000 }, 'limit'] as const,
    [tool, { query: 'x', limit: '25' }, 'limit'] as const,
    [tool, { query: 'x', offset: -1 }, 'offset'] as const,
    [tool, { query: 'x', offset: 1e21 }, 'offset'] as const,
    [tool, { query: 'x', afterDateTime: '2026-02-30' }, 'afterDateTime'] as const,
    [tool, { query: 'x', afterDateTime: '2026-13-01' }, 'afterDateTime'] as const,
    [tool, { query: 'x', afterDateTime: '0001-01-01' }, 'afterDateTime'] as const,
    [tool, { query: 'x', afterDateTime: '9999-12-31' }, 'afterDateTime'] as const,
    [tool, { query: 'x', afterDateTime: '2026-11-24T25:00:00Z' }, 'afterDateTime'] as const,
    [tool, { query: 'x', afterDateTime: "2026-01-01' or 1 eq 1" }, 'afterDateTime'] as const,
    [tool, { query: 'x', beforeDateTime: 'when pigs fly' }, 'beforeDateTime'] as const,
    [tool, { query: 'x', beforeDateTime: 20_260_101 }, 'beforeDateTime'] as const,
    [tool, { query: 'x', beforeDateTime: '' }, 'beforeDateTime'] as const,
    ...[
      ['2026-02-02', '2026-02-01'],
      ['2026-02-02', '2026-02-02'],
      ['tomorrow', 'yesterday'],
      ['today', 'today'],
      ['in 2 weeks', 'last month'],
      ['now', '2 hours ago'],
      ['2026-02-02T10:00:00Z', '2026-02-02T10:00:00+02:00'],
    ].map(
      ([afterDateTime, beforeDateTime]) =>
        [tool, { query: 'x', afterDateTime, beforeDateTime }, 'beforeDateTime'] as const,
    ),
    [tool, { query: 'x', timeZone: 'Mars/Olympus' }, 'timeZone'] as const,
    [tool, { query: 'x', timeZone: '../../etc/passwd' }, 'timeZone'] as const,
    [tool, { query: 'x', cursor: '' }, 'cursor'] as const,
    [tool, { query: 'x', cursor: 'AAAA' }, 'cursor'] as const,
    [
      tool,
      { query: 'x', cursor: 'https://graph.microsoft.com/v1.0/me/messages?$skip=25' },
      'cursor',
    ] as const,
    [tool, { query: 'x', cursor: 7 }, 'cursor'] as const,
  ]),
  [mail, { query: 'x', mailbox: 'a@b.example/../../users/patti' }, 'mailbox'],
  [mail, { query: 'x', mailbox: 'patti@contoso.example?$select=id' }, 'mailbox'],
  [mail, { query: 'x', mailbox: '..' }, 'mailbox'],
  [mail, { query: 'x', mailboxOwnerEmail: '..' }, 'mailboxOwnerEmail'],
  ['outlook_calendar_search', { calendarOwnerEmail: '..' }, 'calendarOwnerEmail'],
  ['find_meeting_availability', { participants: ['..@x'] }, 'participants'],
  [mail, { query: 'x', mailbox: 'not an address' }, 'mailbox'],
  [mail, { query: 'x', order: 'sideways' }, 'order'],
  [mail, { sender: '' }, 'sender'],
  [mail, { sender: 'x'.repeat(1025) }, 'sender'],
  [mail, { recipient: 5 }, 'recipient'],
  [mail, { folderName: 'x'.repeat(1025) }, 'folderName'],
  [files, {}, 'query'],
  [files, { query: 'x', fileType: '../docx' }, 'fileType'],
  [files, { query: 'x', fileType: 'docx" OR path:"' }, 'fileType'],
  [files, { query: 'x', site: 'https://evil.example/sites/x' }, 'site'],
  [read, {}, 'uri'],
  [read, { uri: '' }, 'uri'],
  [read, { uri: 5 }, 'uri'],
  [read, { uri: 'x'.repeat(5000) }, 'uri'],
  [read, { uri: 'mail:///messages/..' }, 'uri'],
  [read, { uri: 'mail:///messages/%2e%2e' }, 'uri'],
  [read, { uri: 'mail:///messages/%2e%2e%2f%2e%2e' }, 'uri'],
  [read, { uri: 'mail:///messages/AAMk/../../users' }, 'uri'],
  [read, { uri: 'mail:///messages/AAMk?$expand=attachments' }, 'uri'],
  [read, { uri: 'mail:///messages/AAMk#fragment' }, 'uri'],
  [read, { uri: 'mail:///messages/AA\\..\\x' }, 'uri'],
  [read, { uri: 'mail:///messages/AA\tMk' }, 'uri'],
  [read, { uri: 'mail:///messages/AA\u0000Mk' }, 'uri'],
  [read, { uri: 'mail:///messages/\ud800' }, 'uri'],
  [read, { uri: 'mail://evil.example/messages/AAMk' }, 'uri'],
  [read, { uri: 'mail:///secrets/AAMk' }, 'uri'],
  [read, { uri: 'mail:///messages/AAMk?owner=a/b@c.example' }, 'uri'],
  [read, { uri: 'file:///etc/passwd' }, 'uri'],
  [read, { uri: 'file:///b!x/../y' }, 'uri'],
  [read, { uri: 'file:///../../me' }, 'uri'],
  [read, { uri: 'http://contoso.sharepoint.com/sites/x' }, 'uri'],
  [read, { uri: 'https://evil.example/sites/x' }, 'uri'],
  [read, { uri: 'https://contoso.sharepoint.com.evil.example/x' }, 'uri'],
  [read, { uri: 'https://user:pass@contoso.sharepoint.com/x' }, 'uri'],
  [read, { uri: 'javascript:alert(1)' }, 'uri'],
  [read, { uri: 'data:text/plain,hello' }, 'uri'],
  [read, { uri: 'me:///', startPage: 0 }, 'startPage'],
  [read, { uri: 'me:///', startPage: 'first' }, 'startPage'],
  [read, { uri: 'me:///', verbose: true }, 'verbose'],
];

interface ErrorAnswer {
  readonly result?: {
    readonly isError?: boolean;
    readonly content: { readonly text: string }[];
    readonly structuredContent?: { readonly error?: { readonly code: string; readonly argument?: string } };
  };
}

describe('a bad argument', () => {
  it.each(rows)('row %$: %s is refused by name and asks nobody', async (tool, args, argument) => {
    const { control } = connector.simulation.tenant;
    const token = await connector.token('adele');
    await connector.audit(0);
    control.clearRequests();
    const message = modern('tools/call', { name: tool, arguments: args });
    const response = await connector.post(message.body, { token, headers: message.headers });
    const text = await response.text();
    expect(response.status).toBe(200);
    const { result } = JSON.parse(text) as ErrorAnswer;
    expect(result?.isError).toBe(true);
    expect(result?.structuredContent?.error?.argument).toBe(argument);
    expect(result?.content[0]?.text).toContain(argument);
    // Named once, not before a message that begins with the name.
    expect(result?.content[0]?.text).not.toContain(`\`: ${argument} `);
    expect(control.requests({ kind: 'graph' })).toEqual([]);
    const longest = Object.values(args).flatMap((value) =>
      typeof value === 'string' && value.length > 64 ? [value] : [],
    );
    for (const value of longest) expect(text).not.toContain(value.slice(0, 65));
    expect(await connector.audit(1)).toHaveLength(1);
  });

  it('is a protocol error where the call itself is malformed', async () => {
    const token = await connector.token('megan');
    const malformed: readonly Arguments[] = [
      { name: 5 },
      { name: mail, arguments: 'query' },
      { arguments: {} },
    ];
    for (const params of malformed) {
      const message = modern('tools/call', params);
      const response = await connector.post(message.body, {
        token,
        headers: { 'mcp-name': 'x', ...message.headers },
      });
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).toContain('"error"');
    }
  });
});

describe('a cursor', () => {
  it('belongs to the person, the tool and the query that it came from', async () => {
    const call = async (
      person: string,
      args: Arguments,
    ): Promise<ErrorAnswer['result'] & { structuredContent?: { page?: { cursor?: string } } }> => {
      const message = modern('tools/call', { name: mail, arguments: args });
      const response = await connector.post(message.body, {
        token: await connector.token(person),
        headers: message.headers,
      });
      return ((await response.json()) as { result: never }).result;
    };
    const cursor = (await call('megan', { query: 'the', limit: 5 })).structuredContent?.page?.cursor;
    expect(cursor).toBeTypeOf('string');
    expect((await call('megan', { query: 'the', limit: 5, cursor })).isError).toBeUndefined();
    for (const [person, args] of [
      ['patti', { query: 'the', limit: 5, cursor }],
      ['diego', { query: 'the', limit: 5, cursor }],
      ['megan', { query: 'salaries', limit: 5, cursor }],
    ] as const) {
      expect(await call(person, args)).toMatchObject({
        isError: true,
        structuredContent: { error: { code: 'invalid_cursor', argument: 'cursor' } },
      });
    }
  });
});
