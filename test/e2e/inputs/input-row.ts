/** A call that is refused: the tool, its arguments (a text goes as it is, where JSON can say more), and what is at fault. */
export type InputRow = readonly [
  tool: string,
  args: Readonly<Record<string, unknown>> | string,
  argument: string,
];

/** Arguments with which each tool works, for one of them to be replaced. */
export const goodArguments: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  outlook_email_search: { query: 'x' },
  outlook_calendar_search: { query: 'x' },
  chat_message_search: { query: 'x' },
  sharepoint_search: { query: 'x' },
  sharepoint_folder_search: { name: 'x' },
  find_meeting_availability: { participants: ['adele@contoso.example'] },
  read_resource: { uri: 'me:///' },
};

/** A call in which one argument is bad. The value is JSON, so that it can be what JavaScript would not write. */
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
