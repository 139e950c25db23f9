import type { Call, Route } from '../core/call.ts';
import { GraphError, exchangeAccessDenied } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { attachmentJson, attachmentRules } from './attachment-json.ts';
import {
  type MailAccess,
  appliedPreferences,
  checkId,
  mailPreferences,
  openMailbox,
  openMessage,
} from './mail-access.ts';
import { twins } from './mail-routes.ts';
import type { MailAttachment, MailMessage } from './mailbox.ts';
import { messageMime } from './message-mime.ts';

/** Attachments of messages: the list, one, its bytes. */
export const attachmentRoutes: readonly Route[] = [
  ...twins('/messages/{message}/attachments', listAttachments),
  ...twins('/messages/{message}/attachments/{attachment}', getAttachment),
  ...twins('/messages/{message}/attachments/{attachment}/$value', getBytes),
];

function open(call: Call): { readonly access: MailAccess; readonly message: MailMessage } {
  const access = openMailbox(call);
  if (access.isBasic) throw exchangeAccessDenied();
  return { access, message: openMessage(access.mailbox, call.param('message')) };
}

function openAttachment(call: Call): {
  readonly access: MailAccess;
  readonly message: MailMessage;
  readonly attachment: MailAttachment;
} {
  const { access, message } = open(call);
  const id = call.param('attachment');
  const attachment = message.attachments.find((item) => item.regularId === id || item.immutableId === id);
  if (attachment) return { access, message, attachment };
  checkId(access.mailbox, id, 'attachment');
  throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

function listAttachments(call: Call): Response {
  const { access, message } = open(call);
  const { select, filter, expand, top, count } = readQueryOptions(call, 1000);
  const preferences = mailPreferences(call);
  const requested = select?.map((name) => name.split('/').at(-1) ?? name);
  const withBytes = requested === undefined || requested.includes('contentBytes');
  const withItem = requestsItem(expand);
  const all = message.attachments.map((attachment) =>
    attachmentJson(attachment, { message, preferences, withBytes, withItem }),
  );
  const found = filter === undefined ? all : all.filter((item) => filterMatches(parseFilter(filter), item));
  return collection(
    `users('${access.mailbox.owner.objectId}')/messages('${encodeURIComponent(call.param('message'))}')/attachments`,
    {
      value: found
        .slice(0, top ?? found.length)
        .map((item) => selectProperties(item, requested, attachmentRules)),
      ...(count ? { count: found.length } : {}),
    },
    appliedPreferences(preferences),
  );
}

function getAttachment(call: Call): Response {
  const { access, message, attachment } = openAttachment(call);
  const { select, expand } = readQueryOptions(call, 1000);
  const preferences = mailPreferences(call);
  const item = attachmentJson(attachment, {
    message,
    preferences,
    withBytes: true,
    withItem: requestsItem(expand),
  });
  return entity(
    `users('${access.mailbox.owner.objectId}')/messages('${encodeURIComponent(call.param('message'))}')/attachments/$entity`,
    selectProperties(
      item,
      select === undefined || !requestsItem(expand) ? select : [...select, 'item'],
      attachmentRules,
    ),
    appliedPreferences(preferences),
  );
}

function getBytes(call: Call): Response {
  const { message, attachment } = openAttachment(call);
  const { seed } = attachment;
  switch (seed.kind) {
    case 'file':
      return raw(seed.bytes(), seed.contentType);
    case 'item':
      return raw(messageMime(seed.mail, message.sentMs - 86_400_000), 'text/plain');
    case 'reference':
      throw new GraphError(405, 'ErrorInvalidRequest', 'The OData request is not supported.');
  }
}

function requestsItem(expand: string | undefined): boolean {
  return /^microsoft\.graph\.itemattachment\/item$/i.test(expand?.trim() ?? '');
}
