import { type ODataFilter, odataFilter } from '../../graph/odata.ts';
import type { MailMessage } from './schema.ts';

/** Properties of a message to filter by. Undefined members match every message. */
export interface MailFlags {
  readonly unread?: boolean | undefined;
  readonly flagged?: boolean | undefined;
  readonly hasAttachments?: boolean | undefined;
  readonly importance?: 'high' | 'normal' | 'low' | undefined;
  readonly category?: string | undefined;
}

/** Whether there is a condition. */
export function hasFlags({ unread, flagged, hasAttachments, importance, category }: MailFlags): boolean {
  return [unread, flagged, hasAttachments, importance, category].some((value) => value !== undefined);
}

/** Properties for `$select` beyond those of every list. */
export function flagsSelect({ flagged, category }: MailFlags): string[] {
  return [flagged === undefined ? [] : 'flag', category === undefined ? [] : 'categories'].flat();
}

/** The conditions of a `$filter`. */
export function flagFilters(flags: MailFlags): readonly (ODataFilter | undefined)[] {
  const { unread, flagged, hasAttachments, importance, category } = flags;
  return [
    unread === undefined ? undefined : odataFilter`isRead eq ${!unread}`,
    flagged === undefined
      ? undefined
      : flagged
        ? odataFilter`flag/flagStatus eq 'flagged'`
        : odataFilter`flag/flagStatus ne 'flagged'`,
    hasAttachments === undefined ? undefined : odataFilter`hasAttachments eq ${hasAttachments}`,
    importance === undefined ? undefined : odataFilter`importance eq ${importance}`,
    category === undefined ? undefined : odataFilter`categories/any(c:c eq ${category})`,
  ];
}

/** Whether a message meets the conditions. A property that Graph did not return counts as met. */
export function matchesFlags(message: MailMessage, flags: MailFlags): boolean {
  const { unread, flagged, hasAttachments, importance, category } = flags;
  const meets = <T>(wanted: T | undefined, actual: T | null | undefined) =>
    wanted === undefined || actual === null || actual === undefined || wanted === actual;
  const status = message.flag?.flagStatus;
  return (
    meets(unread, message.isRead === undefined || message.isRead === null ? undefined : !message.isRead) &&
    meets(flagged, status === undefined || status === null ? undefined : status === 'flagged') &&
    meets(hasAttachments, message.hasAttachments) &&
    meets(importance, message.importance?.toLowerCase()) &&
    (category === undefined ||
      !message.categories ||
      message.categories.some((name) => name.toLowerCase() === category.toLowerCase()))
  );
}
