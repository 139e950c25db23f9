import type { ChatMessage } from '../graph/teams/chat-message.ts';
import { oneLine } from '../text/one-line.ts';
import { isSharePointUrl } from './sharepoint-url.ts';
import { writtenUrl } from './written-url.ts';

/** A file that goes with a message. */
export interface ChatFile {
  readonly name: string;
  /** Its SharePoint address, which `read_resource` opens. */
  readonly uri: string | undefined;
}

/** Files that go with a message. */
export function chatAttachments({ attachments }: ChatMessage): readonly ChatFile[] {
  return (attachments ?? [])
    .filter(({ contentType }) => contentType === 'reference')
    .map(({ name, contentUrl }) => ({
      name: oneLine(name, 200),
      uri: contentUrl && isSharePointUrl(contentUrl) ? writtenUrl(contentUrl) : undefined,
    }));
}
