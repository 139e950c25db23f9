import type { AreaAlternatives } from '../../tenants/granted-permissions.ts';
import type { SuggestionSource } from './suggestions.ts';

/** One argument of a prompt, typed by the user. */
interface PromptArgument {
  readonly description: string;
  readonly isRequired?: true;
  /** Values to complete it with. */
  readonly suggest?: SuggestionSource;
}

/** A task that a user starts with. */
export interface PromptDefinition {
  readonly title: string;
  readonly description: string;
  /** Tools without which it cannot be done. */
  readonly tools: readonly string[];
  readonly areas?: AreaAlternatives;
  readonly arguments: Readonly<Record<string, PromptArgument>>;
  /**
   * The message to the model.
   * @param args quoted, without empty ones
   * @param has whether the user can call a tool
   */
  text(args: Readonly<Record<string, string | undefined>>, has: (tool: string) => boolean): string;
}

const sources = 'Name the source of each statement with its title and date, and say what you did not find.';

/** A list of search tools that the user can call. */
function searches(has: (tool: string) => boolean): string {
  const names = [
    'outlook_email_search',
    'chat_message_search',
    'sharepoint_search',
    'outlook_calendar_search',
  ];
  return names.filter(has).join(', ');
}

/** Every prompt by its name, in the order of `prompts/list`. */
export const prompts: Readonly<Record<string, PromptDefinition>> = {
  my_day: {
    title: 'My day',
    description: 'Meetings, mail and messages that need attention, and due tasks.',
    tools: ['outlook_calendar_search'],
    arguments: { date: { description: 'Default: today.', suggest: 'days' } },
    text: ({ date = '"today"' }, has) =>
      [
        `Give me an overview of my day: ${date}.`,
        'List my events with outlook_calendar_search, and note conflicts and gaps.',
        has('outlook_email_search') &&
          'Find unread mail since the working day before with outlook_email_search: what is important or asks something of me.',
        has('chat_message_search') &&
          'Find Teams messages of the same time that mention me with chat_message_search.',
        has('task_search') && 'Find tasks that are due or late with task_search.',
        'Answer with the schedule first, then what needs me most, at most ten lines.',
      ]
        .filter(Boolean)
        .join(' '),
  },
  prepare_meeting: {
    title: 'Prepare for a meeting',
    description: 'Who attends, what is open, and related mail, messages and files.',
    tools: ['outlook_calendar_search', 'read_resource'],
    arguments: {
      meeting: { description: 'Words of its subject. Default: the next meeting.', suggest: 'meetings' },
    },
    text: ({ meeting }, has) =>
      [
        `Prepare me for ${meeting === undefined ? 'my next meeting with others' : `the meeting ${meeting}`}.`,
        'Find it with outlook_calendar_search and read its uri.',
        `Then search the last month for its subject and its attendees with ${searches(has)}, and read what matters most.`,
        'Answer with: time and place; who attends and who declined; what was agreed last and what is open; documents to look at; questions to raise.',
        sources,
      ].join(' '),
  },
  catch_up_channel: {
    title: 'Catch up on a channel',
    description: 'News, decisions and open questions of a Teams channel.',
    tools: ['read_resource'],
    areas: [['channels', 'channelList', 'teamList']],
    arguments: {
      channel: { description: 'Team and channel.', isRequired: true, suggest: 'channels' },
      since: { description: 'Default: last week.', suggest: 'pastDates' },
    },
    text: ({ channel, since = '"last week"' }) =>
      [
        `Catch me up on the Teams channel ${channel}, since ${since}.`,
        'Find its uri: read_resource teams:///teams/ lists the teams, and the uri of a team lists its channels.',
        'Read its posts and their replies, with page.cursor until that time.',
        'Answer with: news in order of importance; decisions, by whom; open questions, and those to me.',
        sources,
      ].join(' '),
  },
  summarize_thread: {
    title: 'Summarize a mail thread',
    description: 'Outcome, decisions and open points of a mail conversation.',
    tools: ['outlook_email_search', 'read_resource'],
    arguments: {
      thread: {
        description: 'Subject, or uri of one of its mails.',
        isRequired: true,
        suggest: 'mailSubjects',
      },
    },
    text: ({ thread }) =>
      [
        `Summarize the mail conversation ${thread}.`,
        'Unless this is a uri, find the newest mail with these words in its subject with outlook_email_search.',
        'Read its uri with read_resource and thread: true, all pages.',
        'Answer with: the outcome in one sentence; what was asked, agreed and rejected, by whom and when; what is open, and what I have to do.',
      ].join(' '),
  },
  find_decision: {
    title: 'Find a decision',
    description: 'What was decided about a topic, when, by whom and where it is written.',
    tools: ['read_resource'],
    areas: ['mail', 'sharePoint', 'oneDrive', 'sharedOneDrive', 'chats', 'channels', 'calendar'],
    arguments: {
      topic: { description: 'What was decided about.', isRequired: true },
      since: { description: 'Default: any time.', suggest: 'pastDates' },
    },
    text: ({ topic, since }, has) =>
      [
        `Find out what was decided about ${topic}${since === undefined ? '' : ` since ${since}`}.`,
        `Search with ${searches(has)}: the topic in different words, also with words such as decided, agreed, approved.`,
        'Read the best results, and transcripts of meetings where there are any. A later decision replaces an earlier one; a proposal is none.',
        'Answer with: the decision, its date, who made it; reasons; what is still open.',
        sources,
      ].join(' '),
  },
};
