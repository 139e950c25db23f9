import type { Call, Route } from '../core/call.ts';
import { GraphError, exchangeAccessDenied } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { attachmentRules, fileAttachmentJson } from '../mail/attachment-json.ts';
import { mailPreferences } from '../mail/mail-access.ts';
import { twins } from '../mail/mail-routes.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { openCalendar, openEvent } from './calendar-access.ts';
import type { CalendarEvent } from './calendar.ts';

/** Files that hang on events. */
export const eventAttachmentRoutes: readonly Route[] = [
  ...twins('/events/{event}/attachments', list),
  ...twins('/events/{event}/attachments/{attachment}', get),
  ...twins('/events/{event}/attachments/{attachment}/$value', bytes),
];

type Attachment = CalendarEvent['attachments'][number];

function open(call: Call): CalendarEvent {
  const access = openCalendar(call);
  const event = openEvent(access.calendar, call.param('event'));
  if (access.isDelegate && event.seed.isPrivate === true) throw exchangeAccessDenied();
  return event;
}

function openAttachment(call: Call): { readonly event: CalendarEvent; readonly attachment: Attachment } {
  const event = open(call);
  const id = call.param('attachment');
  const attachment = event.attachments.find((item) => item.regularId === id || item.immutableId === id);
  if (attachment) return { event, attachment };
  throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

function write(
  call: Call,
  event: CalendarEvent,
  { seed, regularId, immutableId }: Attachment,
  withBytes: boolean,
) {
  if (seed.kind !== 'file') throw new GraphError(500, 'generalException', 'Only files hang on events here.');
  return fileAttachmentJson(
    seed,
    mailPreferences(call).immutableIds ? immutableId : regularId,
    event.startMs,
    withBytes,
  );
}

function list(call: Call): Response {
  const event = open(call);
  const { select } = readQueryOptions(call, 1000);
  const withBytes = select === undefined || select.includes('contentBytes');
  return collection(`me/events('${encodeURIComponent(call.param('event'))}')/attachments`, {
    value: event.attachments.map((attachment) =>
      selectProperties(write(call, event, attachment, withBytes), select, attachmentRules),
    ),
  });
}

/** Attachments of an event for `$expand`: without content. */
export function attachmentHeads(call: Call, event: CalendarEvent): readonly Record<string, unknown>[] {
  return event.attachments.map((attachment) => write(call, event, attachment, false));
}

function get(call: Call): Response {
  const { event, attachment } = openAttachment(call);
  const { select } = readQueryOptions(call, 1000);
  return entity(
    'me/events/attachments/$entity',
    selectProperties(write(call, event, attachment, true), select, attachmentRules),
  );
}

function bytes(call: Call): Response {
  const { attachment } = openAttachment(call);
  if (attachment.seed.kind !== 'file')
    throw new GraphError(405, 'ErrorInvalidRequest', 'The OData request is not supported.');
  return raw(attachment.seed.bytes(), attachment.seed.contentType);
}
