import { isAccepted } from '../graph/is-accepted.ts';
import {
  driveId,
  driveItemPath,
  guidSegment,
  mailboxOwner,
  type PathSegment,
  siteId,
  teamsMessageId,
  teamsThreadId,
} from '../graph/path.ts';
import {
  expandAttachmentId,
  expandExchangeId,
  shortenAttachmentId,
  shortenExchangeId,
} from './exchange-id.ts';

/** Values of the variables of a URI, as Graph knows them. */
export type UriValues = Readonly<Record<string, string | undefined>>;

/** What may stand for a variable in a URI, and how its value is written. */
export interface UriVariable {
  /** The value that a decoded text stands for; undefined where the text may not stand here. */
  read(text: string, before: UriValues): string | undefined;
  write(value: string, before: UriValues): string;
}

/** A variable that is written as Graph writes it, and may be whatever may stand in a path to Graph. */
function plain(check: (text: string) => PathSegment): UriVariable {
  return { read: (text) => (isAccepted(check, text) ? text : undefined), write: (value) => value };
}

function matching(pattern: RegExp): UriVariable {
  return { read: (text) => (pattern.test(text) ? text : undefined), write: (value) => value };
}

const exchangeId: UriVariable = { read: expandExchangeId, write: shortenExchangeId };
/** What an attachment hangs on. */
const holderOf = ({ messageId, eventId }: UriValues): string => messageId ?? eventId ?? '';
const folderName = /^(?!\.{1,2}$)[^\p{Cc}\\]{1,255}$/u;

/** By the names that `resourceTemplates` gives them. */
export const uriVariables: Readonly<Record<string, UriVariable>> = {
  messageId: exchangeId,
  attachmentId: {
    read: (text, values) => expandAttachmentId(holderOf(values), text),
    write: (value, values) => shortenAttachmentId(holderOf(values), value),
  },
  eventId: exchangeId,
  owner: plain(mailboxOwner),
  folder: {
    read: (text) => (text.split('/').every((name) => folderName.test(name)) ? text : undefined),
    write: (value) => value,
  },
  chatId: plain(teamsThreadId),
  channelId: plain(teamsThreadId),
  chatMessageId: plain(teamsMessageId),
  replyId: plain(teamsMessageId),
  teamId: plain(guidSegment),
  siteId: plain(siteId),
  pageId: plain(guidSegment),
  driveId: plain(driveId),
  /** As SharePoint makes them. Anything else in this place is the name of a file or folder. */
  itemId: matching(/^01[A-Z0-9]{20,60}$/),
  path: plain((text) => driveItemPath(text.split('/'))),
};
