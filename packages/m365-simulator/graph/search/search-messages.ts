import type { Call } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { searchSpelling } from '../ids/exchange-id.ts';
import { kqlMatches, kqlWords } from '../kql/kql-match.ts';
import type { KqlNode } from '../kql/kql-syntax.ts';
import { messageDocument } from '../mail/message-document.ts';
import { messageContent, messageWebLink } from '../mail/message-json.ts';
import type { SearchRequest } from './search-request.ts';
import { type SearchResult, searchPage, searchSummary } from './search-result.ts';

/** Properties of a hit. It has no body and no id. */
const shown = [
  'createdDateTime',
  'lastModifiedDateTime',
  'receivedDateTime',
  'sentDateTime',
  'hasAttachments',
  'internetMessageId',
  'subject',
  'bodyPreview',
  'importance',
  'replyTo',
  'sender',
  'from',
  'isRead',
  'isDraft',
  'webLink',
  'parentFolderId',
];

/** Messages of the user's mailbox, by relevance. */
export function searchMessages(call: Call, request: SearchRequest, node: KqlNode | undefined): SearchResult {
  const me = requireSignedInUser(call);
  if (!me.hasMailbox) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  if (node === undefined) throw badRequest('The query string is empty.');
  const { messageTexts } = call.tenant;
  const words = kqlWords(node);
  const found = call.tenant
    .mailbox(me)
    .messages.filter((message) => kqlMatches(node, messageDocument(call.tenant, message), call.nowMs))
    .map((message) => ({
      message,
      score: relevance(messageTexts.words(message), message.seed.subject, words),
    }))
    .toSorted(
      (left, right) => right.score - left.score || right.message.receivedMs - left.message.receivedMs,
    );
  return searchPage(request, found, false, ({ message }) => {
    const preferences = { textBodies: true, immutableIds: false };
    const text = messageTexts.text(message);
    const all = {
      ...messageTexts.metadata(message, preferences),
      ...messageContent(message, text, preferences),
    };
    const names =
      request.fields === undefined ? shown : shown.filter((name) => request.fields?.includes(name) ?? true);
    const metadata = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
    return {
      hitId: searchSpelling(message.regularId),
      summary: searchSummary(text, words),
      resource: {
        '@odata.type': '#microsoft.graph.message',
        ...metadata,
        ...('webLink' in metadata
          ? {
              webLink: messageWebLink(searchSpelling(message.regularId)),
            }
          : {}),
      },
    };
  });
}

function relevance(have: readonly string[], subject: string, words: readonly string[]): number {
  const inSubject = words.filter((word) => subject.toLowerCase().includes(word)).length;
  const times = have.filter((word) => words.includes(word)).length;
  return inSubject * 10 + Math.min(times, 9);
}
