import type { ChatMessageSeed, ChatSeed, TeamSeed } from '../../seed-data/teams/chat-seed.ts';
import { chatSeeds } from '../../seed-data/teams/chat-seeds.ts';
import { teamSeeds } from '../../seed-data/teams/team-seeds.ts';
import { seededGuid, seededHex } from '../core/seeded-random.ts';
import type { Directory } from '../directory/directory.ts';
import { meetingThreadId } from '../meetings/meeting-store.ts';

/** A message with its id, which is its time in milliseconds. */
export interface ChatMessage {
  readonly id: string;
  readonly timeMs: number;
  readonly seed: ChatMessageSeed;
  /** Newest first; of a post in a channel. */
  readonly replies: readonly ChatMessage[];
}

export interface Chat {
  readonly id: string;
  readonly seed: ChatSeed;
  /** Newest first. */
  readonly messages: readonly ChatMessage[];
}

export interface Channel {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** Newest first. */
  readonly posts: readonly ChatMessage[];
}

export interface Team {
  readonly id: string;
  readonly seed: TeamSeed;
  readonly channels: readonly Channel[];
}

/** Chats and teams of one tenant. */
export interface ChatStore {
  readonly chats: readonly Chat[];
  readonly teams: readonly Team[];
  /** Adds a message as the newest one of a chat (by topic) or channel (by name). @throws Error for an unknown one */
  add(place: string, seed: ChatMessageSeed, timeMs: number): ChatMessage;
  /** Removes a message of a chat. Teams keeps a trace of deleted messages, but not of those that a retention policy deletes. */
  remove(id: string): void;
}

const dayMs = 86_400_000;

/** Lays out what was written. `seedMs` is the day that it is counted back from. */
export function createChatStore(tenantId: string, directory: Directory, seedMs: number): ChatStore {
  const messages = (seeds: readonly ChatMessageSeed[], salt: string): ChatMessage[] =>
    seeds
      .map((seed, index) => {
        const timeMs =
          seedMs -
          seed.daysAgo * dayMs +
          seed.minute * 60_000 +
          index * 1000 +
          Number.parseInt(seededHex(salt + index, 2), 16);
        return {
          id: String(timeMs),
          timeMs,
          seed,
          replies: messages(seed.replies ?? [], `${salt}:${index}`),
        };
      })
      .toSorted((left, right) => right.timeMs - left.timeMs);
  const chats = chatSeeds
    .filter((seed) => seed.tenantId === tenantId)
    .map((seed) => ({ id: chatId(seed, directory), seed, messages: messages(seed.messages, seed.key) }));
  const teams = teamSeeds
    .filter((seed) => seed.tenantId === tenantId)
    .map((seed) => ({
      id: seededGuid(`team:${seed.key}`),
      seed,
      channels: seed.channels.map((channel) => ({
        id: `19:${seededHex(`channel:${seed.key}:${channel.key}`, 32)}@thread.tacv2`,
        displayName: channel.displayName,
        description: channel.description,
        posts: messages(channel.posts, `${seed.key}:${channel.key}`),
      })),
    }));
  return {
    chats,
    teams,
    add(place, seed, timeMs) {
      const channels = teams.flatMap((team) => team.channels);
      const list =
        chats.find((chat) => chat.seed.topic === place)?.messages ??
        channels.find(({ displayName }) => displayName === place)?.posts;
      if (!list) throw new Error(`Unknown chat or channel: ${place}`);
      const message = { id: String(timeMs), timeMs, seed, replies: [] };
      list.unshift(message);
      return message;
    },
    remove(id) {
      for (const { messages: list } of chats) {
        const index = list.findIndex((message) => message.id === id);
        if (index !== -1) list.splice(index, 1);
      }
    },
  };
}

function chatId(seed: ChatSeed, directory: Directory): string {
  if (seed.isSelf === true) return '48:notes';
  if (seed.type === 'oneOnOne') {
    const ids = seed.members.map(
      (user) => directory.find(user.address)?.objectId ?? seededGuid(user.address),
    );
    return `19:${ids.toSorted((left, right) => (left < right ? -1 : 1)).join('_')}@unq.gbl.spaces`;
  }
  if (seed.type === 'meeting') return meetingThreadId(seed.event ?? seed.key);
  return `19:${seededHex(`chat:${seed.key}`, 32)}@thread.v2`;
}
