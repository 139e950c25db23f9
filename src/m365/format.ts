import { cleanUntrusted, estimateTokens, oneLine } from 'document-text';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { Zone } from '../time/time-zone.ts';
import type { MailAddress } from './mail/schema.ts';

/** Untrusted text on one line, so that it cannot be mistaken for a heading or another line. */
export function singleLine(text: string | null | undefined): string {
  return cleanUntrusted(text ?? '')
    .text.replaceAll(/\s+/g, ' ')
    .trim();
}

/** An address that an HTML parser does not take for a tag. */
const plainAddress = /^[\w.%+'-]{1,64}@[\w.-]{1,253}$/;

/** `Name <address>`, or only one of them. Legacy Exchange addresses (without @) are omitted. */
export function formatAddress({ name, address }: MailAddress): string {
  const smtp = address.includes('@') ? oneLine(address, 120) : '';
  // Before sanitizing: the text without the brackets could be markup.
  const label = oneLine(name.replaceAll(/[<>]/g, ''), 80);
  if (label === '' || label.toLowerCase() === smtp.toLowerCase()) return smtp;
  if (smtp === '') return label;
  return plainAddress.test(smtp) ? `${label} <${smtp}>` : `${label} (${smtp})`;
}

/** Up to `max` addresses, and the number of the others. */
export function formatAddresses(addresses: readonly MailAddress[], max: number): string {
  const shown = addresses.slice(0, max).map(formatAddress).join(', ');
  return addresses.length > max ? `${shown} and ${addresses.length - max} more` : shown;
}

/**
 * A Graph timestamp under `name`, in ISO 8601 with the offset of the zone, and its weekday. Empty for an invalid
 * timestamp.
 */
export function formatTimestamp<Name extends string>(
  name: Name,
  dateTime: string | null | undefined,
  zone: Zone,
): { readonly [member in Name | 'weekday']?: string } {
  const instantMs = Date.parse(dateTime ?? '');
  if (Number.isNaN(instantMs)) return {};
  return { [name]: zone.format(instantMs), weekday: zone.weekday(instantMs) };
}

/** Characters with a meaning in Markdown. */
const markup = /[!'()*[\]`]/g;

/** A URL for use in Markdown text: characters with a meaning there are percent-encoded. */
export function escapeUrlForMarkdown(url: string): string {
  return new URL(url).href.replaceAll(
    markup,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A flag of an item: true or omitted. */
export function flag(isSet: boolean | null | undefined): true | undefined {
  return isSet ? true : undefined;
}

/** Measured on ids of mail, events and files, for which the estimate for text is too high. */
const tokensPerIdCharacter = 0.66;
const charactersPerToken = 4;

const minCharacters = 24;
const maxCharacters = 240;

/**
 * Length of each preview, in characters, so that the list costs at most `maxTokens`. 0 when the rest of the list leaves
 * too little for useful previews.
 */
export function previewBudget(items: readonly ListEntry[], maxTokens: number): number {
  const left = (maxTokens - listTokens(items)) / items.length;
  const length = Math.round(Math.min(maxCharacters, left * charactersPerToken));
  return length < minCharacters ? 0 : length;
}

/** An item of a list of results. */
interface ListEntry {
  readonly uri: string;
}

/** Estimated tokens of a list. */
export function listTokens(items: readonly ListEntry[]): number {
  return items.reduce((tokens, item) => tokens + itemTokens(item), 0);
}

function itemTokens(item: ListEntry): number {
  const rest = JSON.stringify({ ...item, uri: undefined });
  return item.uri.length * tokensPerIdCharacter + estimateTokens(rest);
}

/** The notes that apply, as one text. */
export function joinNotes(notes: readonly (string | false | null | undefined)[]): string {
  return notes.filter(Boolean).join(' ');
}

/**
 * Whether an address is outside the domain of the user's sign-in name and its subdomains. Only a hint: tenants have
 * several domains, and senders can be forged. Undefined when the sign-in name has no usable domain: for guests and for
 * `onmicrosoft.com` names.
 */
export function isExternalSender(address: string, caller: VerifiedCaller): boolean | undefined {
  const own = getDomain(caller.preferredUsername ?? '');
  const other = getDomain(address);
  if (own === '' || other === '' || caller.isGuest || own.endsWith('.onmicrosoft.com')) return undefined;
  return !(other === own || other.endsWith(`.${own}`) || own.endsWith(`.${other}`));
}

function getDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? '' : address.slice(at + 1).toLowerCase();
}
