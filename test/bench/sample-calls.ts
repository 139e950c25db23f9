import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';

/** A representative call of a tool. */
export interface SampleCall {
  readonly name: string;
  readonly args: Record<string, unknown>;
  /** Description. */
  readonly question: string;
}

const samples: readonly SampleCall[] = [
  {
    name: 'sharepoint_search',
    args: { query: '*', limit: 25 },
    question: 'Files',
  },
  { name: 'sharepoint_folder_search', args: { name: 'budget', limit: 20 }, question: 'Folders by name' },
  { name: 'outlook_email_search', args: { limit: 25 }, question: 'The newest mails' },
  {
    name: 'outlook_email_search',
    args: { query: 'budget OR launch OR the', limit: 25 },
    question: 'Mails by words',
  },
  {
    name: 'outlook_calendar_search',
    args: { limit: 25 },
    question: 'The next events',
  },
  {
    name: 'find_meeting_availability',
    args: { participants: ['patti@contoso.example'], afterDateTime: 'today', beforeDateTime: 'in 7 days' },
    question: 'Times to meet within a week',
  },
  { name: 'chat_message_search', args: { limit: 25 }, question: 'The latest chat messages' },
  { name: 'people_search', args: { query: 'Adele' }, question: 'People by name' },
];

/** One call per tool. Calls of read_resource use URIs of search results. */
export async function sampleCalls(
  client: AnyClient,
  tools: readonly string[],
): Promise<readonly SampleCall[]> {
  const calls = samples.filter(({ name }) => tools.includes(name));
  const missing = tools.filter(
    (tool) => tool !== 'read_resource' && !calls.some(({ name }) => name === tool),
  );
  if (missing.length > 0) throw new Error(`No sample call for ${missing.join(', ')}.`);
  const uriOf = async (name: string, args: Record<string, unknown>): Promise<string> => {
    const { structuredContent } = await client.callTool({ name, arguments: args });
    const [first] = (structuredContent?.['items'] ?? []) as { readonly uri: string }[];
    if (!first) throw new Error(`${name} found nothing to open.`);
    return first.uri;
  };
  return [
    ...calls,
    {
      name: 'read_resource',
      args: { uri: await uriOf('outlook_email_search', { query: 'budget', limit: 1 }) },
      question: 'One mail, whole',
    },
    {
      name: 'read_resource',
      args: { uri: await uriOf('sharepoint_search', { query: 'budget', fileType: 'xlsx', limit: 1 }) },
      question: 'A workbook, whole',
    },
  ];
}
