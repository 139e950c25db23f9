import type { Call, Handler, Route } from '../core/call.ts';
import { badRequest, exchangeAccessDenied } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { attachmentJson } from './attachment-json.ts';
import {
  type MailAccess,
  appliedPreferences,
  mailPreferences,
  openFolder,
  openMailbox,
  openMessage,
} from './mail-access.ts';
import { labelHeader } from '../../seed-data/documents/labeled-document.ts';
import type { MailMessage } from './mailbox.ts';
import { contentProperties, messageContent, messageRules } from './message-json.ts';
import { messageMime } from './message-mime.ts';
import { queryMessages } from './message-query.ts';

/** Messages of the user and of shared mailboxes. */
export const mailRoutes: readonly Route[] = [
  ...twins('/messages', listMessages),
  ...twins('/messages/{message}', getMessage),
  ...twins('/messages/{message}/$value', getMime),
  ...twins('/mailFolders/{folder}/messages', listFolderMessages),
  ...twins('/mailFolders/{folder}/messages/{message}', getMessage),
];

/** Adds the route below `/me` and `/users/{user}`. */
export function twins(template: string, handler: Handler): readonly Route[] {
  return [
    ['GET', `/me${template}`, handler],
    ['GET', `/users/{user}${template}`, handler],
  ];
}

function listMessages(call: Call): Response {
  const access = openMailbox(call);
  return listResponse(call, access, access.mailbox.messages, 'messages');
}

function listFolderMessages(call: Call): Response {
  const access = openMailbox(call);
  const folder = openFolder(access.mailbox, call.param('folder'));
  const messages = access.mailbox.messages.filter((message) => message.folder === folder);
  return listResponse(
    call,
    access,
    messages,
    `mailFolders('${encodeURIComponent(call.param('folder'))}')/messages`,
  );
}

function listResponse(call: Call, access: MailAccess, all: readonly MailMessage[], path: string): Response {
  const page = queryMessages(call, access, all);
  const { select } = page.options;
  const names = select === undefined ? '' : `(${select.join(',')})`;
  return collection(
    `users('${encodeURIComponent(access.mailbox.owner.objectId)}')/${path}${names}`,
    {
      value: page.messages.map((message) => selected(call, access, message, select, page.options.expand)),
      count: page.count,
      nextLink: page.nextLink,
    },
    appliedPreferences(mailPreferences(call)),
  );
}

function getMessage(call: Call): Response {
  const access = openMailbox(call);
  const message = openMessage(access.mailbox, call.param('message'));
  const { select, expand } = readQueryOptions(call, 1000);
  const names = select === undefined ? '' : `(${select.join(',')})`;
  return entity(
    `users('${encodeURIComponent(access.mailbox.owner.objectId)}')/messages${names}/$entity`,
    selected(call, access, message, select, expand),
    appliedPreferences(mailPreferences(call)),
  );
}

/** The members of a message that were requested and may be shown. */
function selected(
  call: Call,
  access: MailAccess,
  message: MailMessage,
  select: readonly string[] | undefined,
  expand: string | undefined,
): Record<string, unknown> {
  const preferences = mailPreferences(call);
  const requested = select?.map((name) => name.toLowerCase());
  const wantsContent =
    requested?.some((name) => contentProperties.some((known) => known.toLowerCase() === name)) ?? true;
  const content =
    wantsContent && !access.isBasic
      ? messageContent(message, call.tenant.messageTexts.text(message), preferences)
      : {};
  const item = selectProperties(
    { ...call.tenant.messageTexts.metadata(message, preferences), ...content },
    select,
    messageRules,
  );
  if (expand === undefined) return item;
  if (access.isBasic) throw exchangeAccessDenied();
  const labeled = { ...item, ...namedProperties(message, expand) };
  if (!/\battachments\b/i.test(expand)) return labeled;
  const attachments = message.attachments.map((attachment) =>
    attachmentJson(attachment, { message, preferences, withBytes: true, withItem: false }),
  );
  return { ...labeled, attachments };
}

const labelProperty = 'String {00020386-0000-0000-C000-000000000046} Name msip_labels';

/**
 * The named property of the label, which Graph returns only where a message has it.
 * @throws GraphError 400 for another property
 */
function namedProperties({ seed }: MailMessage, expand: string): Record<string, unknown> {
  if (!expand.includes('singleValueExtendedProperties')) return {};
  if (!expand.includes(`singleValueExtendedProperties($filter=id eq '${labelProperty}')`)) {
    throw badRequest('The property of singleValueExtendedProperties is not known here.');
  }
  if (!seed.label) return {};
  const id = labelProperty.replace('C000', 'c000');
  return { singleValueExtendedProperties: [{ id, value: labelHeader(seed.label) }] };
}

function getMime(call: Call): Response {
  const access = openMailbox(call);
  if (access.isBasic) throw exchangeAccessDenied();
  const message = openMessage(access.mailbox, call.param('message'));
  return raw(messageMime(message.seed, message.sentMs), 'text/plain');
}
