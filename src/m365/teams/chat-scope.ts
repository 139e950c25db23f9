import { oneLine } from 'document-text';
import { graphPath, chatIdSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { hasWords, searchWords } from '../../lib/search-words.ts';
import { matchesAddress } from '../addresses.ts';
import { joinNotes } from '../format.ts';
import { explainNameFilters } from '../people/name-filters.ts';
import { isMe } from '../people/resolve.ts';
import type { M365Context } from '../resource.ts';
import { parseResourceUri } from '../uri.ts';
import { type Channel, findSimilarChannels, listTeamChannels, matchChannels } from './channels.ts';
import { chatName } from './chats.ts';
import { listActiveChats } from './recent.ts';
import { type Chat, chat } from './schema.ts';

/** The chats or channels to which a search is limited. */
export type ChatScope =
  | { readonly kind: 'chats'; readonly chats: readonly Chat[]; readonly note: string | undefined }
  | { readonly kind: 'channels'; readonly channels: readonly Channel[]; readonly note: string | undefined };

const maxChats = 10;
const maxChannels = 10;
/** Pages of 50 chats, most recently used first. */
const maxListPages = 4;

/** Texts that mean a channel rather than a chat. */
const channelWords = /^#|\b(?:chann?els?|kanal|saluran)\b|\bteams?$| [/>] /i;

/**
 * The chats or channels that a topic, a person, the name of a channel or a URI means: the chat with this topic, else the
 * chat with this person alone, else chats whose topic or members contain the words, else channels of the user's teams.
 * @throws AppError `invalid_argument` when none fits
 */
export async function resolveChatScope(text: string, context: M365Context): Promise<ChatScope> {
  if (/^teams:/i.test(text)) return await openChatUri(text, context);
  const canReadChats = context.granted.level('chats') === 'full';
  if (!canReadChats || channelWords.test(text)) {
    const channels = matchChannels(text, await listChannels(context));
    if (channels.length > 0) return toChannelScope(channels);
  }
  context.granted.require('chats', 'Reading chats');
  const name = text
    .trim()
    .replace(/^(?:the |my )?(?:(?:1:1|group|teams) )?chat (?:with|about|on) /i, '')
    .replace(/ (?:group )?chat$/i, '');
  const recent = await listActiveChats(context);
  const found = matchChats(name, recent, context);
  if (found.length > 0) return toScope(found, context, undefined);
  const [chats, channels] = await Promise.all([
    listActiveChats(context, maxListPages),
    listChannels(context),
  ]);
  const older = matchChats(name, chats, context);
  if (older.length > 0) return toScope(older, context, undefined);
  const named = matchChannels(name, channels);
  if (named.length > 0) return toChannelScope(named);
  const { corrected, note } = await explainNameFilters({ chat: name }, context);
  const similar = corrected?.['chat'] === undefined ? [] : matchChats(corrected['chat'], chats, context);
  if (similar.length > 0) return toScope(similar, context, note);
  const alike = findSimilarChannels(name, channels);
  if (alike.length > 0) return toChannelScope(alike, `No channel is called ${oneLine(name, 80)}.`);
  const advice =
    `None of your ${chats.length} most recent chats has this topic or member, and no channel of your teams has this name. ${note ?? ''}`.trim();
  throw new AppError(
    'invalid_argument',
    `\`chat\`: ${advice} read_resource teams:///chats/ lists the chats, teams:///teams/ the channels.`,
    { argument: 'chat' },
  );
}

/** The chat with oneself, which has no topic. */
const ownNotes = /^(?:my )?notes?(?: to (?:my|your)self)?$/i;

async function openChatUri(uri: string, { graph, granted }: M365Context): Promise<ChatScope> {
  const resource = parseResourceUri(uri);
  if (resource.kind === 'chat' || resource.kind === 'chatMessage') {
    granted.require('chats', 'Reading chats');
    const path = graphPath`/chats/${chatIdSegment(resource.chatId)}`;
    const found = await graph.json({ path, query: { $expand: 'members' }, schema: chat });
    return { kind: 'chats', chats: [found], note: undefined };
  }
  if ('channelId' in resource) {
    granted.require('channels', 'Reading channels');
    const { teamId, channelId } = resource;
    return { kind: 'channels', channels: [{ teamId, channelId, name: '', team: '' }], note: undefined };
  }
  throw new AppError(
    'invalid_argument',
    '`chat`: give the uri of a chat or channel, a topic, or the name of a person or channel.',
    {
      argument: 'chat',
    },
  );
}

/** The channels of the user's teams; none where they cannot be listed or read. */
async function listChannels({ graph, granted }: M365Context): Promise<readonly Channel[]> {
  const isOpen = (['channels', 'teamList', 'channelList'] as const).every((area) => granted.level(area));
  if (!isOpen) return [];
  try {
    return (await listTeamChannels(graph)).flat();
  } catch (error) {
    if (error instanceof AppError && error.code !== 'sign_in_required') return [];
    throw error;
  }
}

function toChannelScope(found: readonly Channel[], miss?: string): ChatScope {
  const channels = found.slice(0, maxChannels);
  const names = channels.map(({ team, name }) => `${team} / ${name}`).join('; ');
  const several = found.length > 1 ? `${found.length} channels fit: ${names}.` : undefined;
  const assumed = miss === undefined || several !== undefined ? undefined : `${names} was assumed.`;
  return { kind: 'channels', channels, note: joinNotes([miss, several, assumed]) || undefined };
}

function toScope(
  chats: readonly Chat[],
  { caller }: Pick<M365Context, 'caller'>,
  note: string | undefined,
): ChatScope {
  const several =
    chats.length > 1
      ? `${chats.length} chats fit: ${chats
          .slice(0, maxChats)
          .map((one) => chatName(one, caller))
          .join('; ')}.`
      : undefined;
  return {
    kind: 'chats',
    chats: chats.slice(0, maxChats),
    note: joinNotes([note, several]) || undefined,
  };
}

function matchChats(
  name: string,
  chats: readonly Chat[],
  { caller }: Pick<M365Context, 'caller'>,
): readonly Chat[] {
  const others = ({ members }: Chat) => (members ?? []).filter(({ userId }) => userId !== caller.objectId);
  const hasMember = (one: Chat, person: string) =>
    others(one).some(({ displayName, email }) =>
      matchesAddress({ name: displayName ?? '', address: email ?? '' }, person),
    );
  const people = name.split(/,| and | & /i).filter((part) => part.trim() !== '');
  const hasAll = (one: Chat) => people.every((person) => hasMember(one, person.trim()));
  const key = searchWords(name).join(' ');
  const tests: readonly ((one: Chat) => boolean)[] = [
    ({ id }) => id === '48:notes' && (isMe(name) || ownNotes.test(name)),
    ({ topic }) => topic !== null && topic !== undefined && searchWords(topic).join(' ') === key,
    (one) => people.length > 1 && others(one).length === people.length && hasAll(one),
    (one) => one.chatType === 'oneOnOne' && hasMember(one, name),
    ({ topic }) => hasWords(topic ?? '', name),
    hasAll,
  ];
  if (key === '') return [];
  for (const test of tests) {
    const found = chats.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}
