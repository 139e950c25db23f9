import { estimateTokens, oneLine } from '../../packages/document-text/src/index.ts';
import type { Zone } from '../time/time-zone.ts';
import type { MailAddress } from './mail/schema.ts';

/** As whoever reads HTML takes it for an address, and not for a tag. */
const plainAddress = /^[\w.%+'-]{1,64}@[\w.-]{1,253}$/;

/** `Name <address>`, or the one of them that there is. Internal addresses of Exchange mean nothing to anybody. */
export function formatAddress({ name, address }: MailAddress): string {
  const smtp = address.includes('@') ? oneLine(address, 120) : '';
  // Before it is cleaned: what is left without the brackets could be markup.
  const label = oneLine(name.replaceAll(/[<>]/g, ''), 80);
  if (label === '' || label.toLowerCase() === smtp.toLowerCase()) return smtp;
  if (smtp === '') return label;
  return plainAddress.test(smtp) ? `${label} <${smtp}>` : `${label} (${smtp})`;
}

/** The first few of several addresses, and how many more there are. */
export function formatAddresses(addresses: readonly MailAddress[], most: number): string {
  const shown = addresses.slice(0, most).map(formatAddress).join(', ');
  return addresses.length > most ? `${shown} and ${addresses.length - most} more` : shown;
}

/**
 * A time of Graph under its name, in ISO 8601 with the offset of the zone, and beside it the day of the week. Nothing
 * where Graph gives none.
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

/** What a reader of Markdown could take for more than an address. */
const markup = /[!'()*[\]`]/g;

/** An address that is safe to stand within a text: what could be mark-up is percent-encoded. */
export function escapeUrlForMarkdown(url: string): string {
  return new URL(url).href.replaceAll(
    markup,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A mark of an item: true, or left out. */
export function flag(isSet: boolean | null | undefined): true | undefined {
  return isSet ? true : undefined;
}

/** Measured on ids of mail, events and files, which the estimate for texts takes to be dearer than they are. */
const tokensPerIdCharacter = 0.66;
const charactersPerToken = 4;

const leastCharacters = 24;
const maxCharacters = 240;

/**
 * How long previews may be so that a list costs at most so many tokens: they share what the rest of it leaves. 0 where
 * that is too little to say anything.
 */
export function previewBudget(items: readonly ListEntry[], maxTokens: number): number {
  const left = (maxTokens - listTokens(items)) / items.length;
  const length = Math.round(Math.min(maxCharacters, left * charactersPerToken));
  return length < leastCharacters ? 0 : length;
}

/** An entry of a list of results. */
interface ListEntry {
  readonly uri: string;
}

/** How many tokens a list costs, as estimated. */
export function listTokens(items: readonly ListEntry[]): number {
  return items.reduce((tokens, item) => tokens + tokensOf(item), 0);
}

function tokensOf(item: ListEntry): number {
  const rest = JSON.stringify({ ...item, uri: undefined });
  return item.uri.length * tokensPerIdCharacter + estimateTokens(rest);
}
