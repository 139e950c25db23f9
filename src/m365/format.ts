import { cleanUntrusted, estimateTokens, oneLine } from 'document-text';
import type { Zone } from '../time/time-zone.ts';

/** Untrusted text on one line, so that it cannot be mistaken for a heading or another line. */
export function singleLine(text: string | null | undefined): string {
  return cleanUntrusted(text ?? '')
    .text.replaceAll(/\s+/g, ' ')
    .trim();
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

/** A preview of untrusted text; empty, rather than an ellipsis, when there is no room for one. */
export function formatPreview(text: string | null | undefined, length: number): string {
  return length === 0 ? '' : oneLine(text, length);
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

/** A link of Microsoft Graph; undefined for anything but https. */
export function webLink(url: string | null | undefined): string | undefined {
  return URL.parse(url ?? '')?.protocol === 'https:' ? (url ?? undefined) : undefined;
}

/** A size in bytes; undefined for a negative one, which Graph returns for some items. */
export function knownBytes(size: number | null | undefined): number | undefined {
  return typeof size === 'number' && size >= 0 ? size : undefined;
}
