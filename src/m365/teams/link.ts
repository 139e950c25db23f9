import { type Resource, parseResourceUri } from '../uri.ts';

/**
 * The link that opens a chat, channel or message in Teams; undefined for another resource.
 * @see https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function teamsLink(uri: string): string | undefined {
  const path = linkPath(parseResourceUri(uri));
  return path === undefined ? undefined : `https://teams.microsoft.com/l/${path}`;
}

function linkPath(resource: Resource): string | undefined {
  switch (resource.kind) {
    case 'chat':
      return `chat/${encodeURIComponent(resource.chatId)}/0`;
    case 'chatMessage': {
      const context = encodeURIComponent(JSON.stringify({ contextType: 'chat' }));
      return `message/${encodeURIComponent(resource.chatId)}/${resource.chatMessageId}?context=${context}`;
    }
    case 'channelMessage':
      return `message/${encodeURIComponent(resource.channelId)}/${resource.chatMessageId}?groupId=${resource.teamId}`;
    default:
      return undefined;
  }
}
