import { encodeBase64 } from '../../encoding/base64.ts';
import type { Call } from '../core/call.ts';
import { chatMessageJson, tenantIdOf } from './chat-message-json.ts';
import type { Chat } from './chat-store.ts';

/** `$expand=members` returns no more. */
const maxExpandedMembers = 25;

/** A chat as Graph writes it, with what is expanded. */
export function chatJson(call: Call, chat: Chat, expand: string): Record<string, unknown> {
  const newest = chat.messages[0];
  const oldest = chat.messages.at(-1);
  const meeting = call.tenant.meetings.meetings.find((candidate) => candidate.threadId === chat.id);
  return {
    id: chat.id,
    topic: chat.seed.topic ?? null,
    createdDateTime: new Date((oldest?.timeMs ?? call.nowMs) - 1000).toISOString(),
    lastUpdatedDateTime: new Date(newest?.timeMs ?? call.nowMs).toISOString(),
    chatType: chat.seed.type,
    webUrl: `https://teams.microsoft.com/l/chat/${encodeURIComponent(chat.id)}/0?tenantId=${call.session.tenantId}`,
    tenantId: call.session.tenantId,
    onlineMeetingInfo: meeting
      ? {
          calendarEventId: null,
          joinWebUrl: meeting.joinUrl,
          organizer: { id: meeting.organizer.objectId, displayName: null, userIdentityType: 'aadUser' },
        }
      : null,
    viewpoint: {
      isHidden: false,
      lastMessageReadDateTime: new Date(newest?.timeMs ?? call.nowMs).toISOString(),
    },
    ...(/\bmembers\b/.test(expand) ? { members: membersJson(call, chat).slice(0, maxExpandedMembers) } : {}),
    ...(/\blastMessagePreview\b/.test(expand) ? { lastMessagePreview: preview(call, chat) } : {}),
  };
}

/** Members of a chat. */
export function membersJson(call: Call, chat: Chat): readonly Record<string, unknown>[] {
  return chat.seed.members.map((member) => {
    const user = call.tenant.directory.find(member.address);
    const id = encodeBase64(
      new TextEncoder().encode(`##${call.session.tenantId}#${chat.id}#${member.address}`),
    );
    return {
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      id,
      roles: ['owner'],
      displayName: member.name,
      visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
      userId: user?.objectId ?? null,
      email: member.address,
      tenantId: tenantIdOf(call, member),
    };
  });
}

function preview(call: Call, chat: Chat): Record<string, unknown> | null {
  const [newest] = chat.messages;
  if (!newest) return null;
  const { id, createdDateTime, messageType, eventDetail, from, body } = chatMessageJson(call, newest, {
    kind: 'chat',
    chatId: chat.id,
    messages: chat.messages,
  });
  return {
    id,
    createdDateTime,
    isDeleted: newest.seed.isDeleted ?? false,
    messageType,
    eventDetail,
    body,
    from,
  };
}
