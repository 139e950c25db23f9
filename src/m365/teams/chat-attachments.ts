import { z } from 'zod';
import type { ChatMessage } from './schema.ts';
import { parseJson } from '../../lib/parse-json.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';
import { isSharePointUrl } from '../files/sharepoint-url.ts';
import { writtenUrl } from '../written-url.ts';

/** A file that goes with a message. */
export interface ChatFile {
  readonly name: string;
  /** Its SharePoint address, which `read_resource` opens. */
  readonly uri: string | undefined;
}

const codeSnippet = 'application/vnd.microsoft.card.codesnippet';
const named = z.object({ name: z.string() });
/** What stands in the text of the message itself. */
const inText = /^(?:application\/vnd\.microsoft\.card\.|(?:forwarded)?messageReference$)/i;

/** Files that go with a message, and whatever else hangs on it and has a name: code, meetings, tabs. */
export function chatAttachments({ attachments }: ChatMessage): readonly ChatFile[] {
  return (attachments ?? [])
    .filter(({ contentType }) => contentType === codeSnippet || !inText.test(contentType ?? ''))
    .map(({ contentType, content, name, contentUrl }) => ({
      name: oneLine(contentType === codeSnippet ? nameWithin(content) : name, 200),
      uri: contentUrl && isSharePointUrl(contentUrl) ? writtenUrl(contentUrl) : undefined,
    }))
    .filter(({ name, uri }) => name !== '' || uri !== undefined);
}

function nameWithin(content: string | null | undefined): string {
  return named.safeParse(parseJson(content ?? '')).data?.name ?? 'code';
}
