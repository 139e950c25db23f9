/** One call of a reader who knows the catalog. */
export interface QuestionCall {
  readonly tool: string;
  /** `pick`, if any, becomes `uri`: that of the first item of the last result whose JSON matches it. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly pick?: RegExp;
  /** Member of the item that is read. Default: `uri`. */
  readonly member?: string;
  /** Appended to the URI, such as the filter of a list. */
  readonly suffix?: string;
}

/** A question of a user, with the fewest calls that answer it and what the last result must contain. */
export interface Question {
  readonly question: string;
  readonly calls: readonly QuestionCall[];
  readonly expected: RegExp;
}

const call =
  (tool: string) =>
  (args: Readonly<Record<string, unknown>> = {}): QuestionCall => ({ tool, args });

export const mail = call('outlook_email_search');
export const files = call('sharepoint_search');
export const folders = call('sharepoint_folder_search');
export const calendar = call('outlook_calendar_search');
export const times = call('find_meeting_availability');
export const messages = call('chat_message_search');
export const people = call('people_search');
export const notes = call('note_search');
/** Reads a URI that needs no search. */
export const open = (uri: string, args: Readonly<Record<string, unknown>> = {}): QuestionCall => ({
  tool: 'read_resource',
  args: { uri, ...args },
});
/** Reads an item of the last result. */
export const read = (
  pick: RegExp,
  args: Readonly<Record<string, unknown>> = {},
  member = 'uri',
  suffix = '',
): QuestionCall => ({ tool: 'read_resource', args, pick, member, suffix });
export const chatGptSearch = call('search');
/** Fetches a result of the last search. */
export const chatGptFetch = (pick: RegExp): QuestionCall => ({
  tool: 'fetch',
  args: {},
  pick,
  member: 'id',
});
