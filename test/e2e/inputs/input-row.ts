/** A rejected call: the tool, its arguments (a string is sent as raw JSON) and the argument that the error names. */
export type InputRow = readonly [
  tool: string,
  args: Readonly<Record<string, unknown>> | string,
  argument: string,
];

/** Valid arguments of each tool. */
export const goodArguments: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  outlook_email_search: { query: 'x' },
  outlook_calendar_search: { query: 'x' },
  chat_message_search: { query: 'x' },
  sharepoint_search: { query: 'x' },
  sharepoint_folder_search: { name: 'x' },
  find_meeting_availability: { participants: ['adele@contoso.example'] },
  read_resource: { uri: 'me:///' },
};

/** A call with one invalid argument, given as raw JSON. */
export function badArgument(
  tool: string,
  argument: string,
  json: string,
  reported: string = argument,
): InputRow {
  const { [argument]: _, ...others } = goodArguments[tool] ?? {};
  const text = JSON.stringify(others)
    .replace(/^\{/, `{${JSON.stringify(argument)}:${json},`)
    .replace(/,\}$/, '}');
  return [tool, text, reported];
}
