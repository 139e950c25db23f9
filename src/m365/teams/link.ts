import { type Resource, parseResourceUri } from '../uri.ts';

/**
 * The link that opens a chat or a message in Teams; undefined for another resource, and in a cloud without Teams.
 * @param origin of Teams in the cloud of the deployment
 * @see https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function teamsLink(uri: string, origin: string | undefined): string | undefined {
  const path = linkPath(parseResourceUri(uri));
  return path === undefined || origin === undefined ? undefined : `${origin}/l/${path}`;
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
