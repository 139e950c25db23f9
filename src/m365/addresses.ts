import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../entra/caller.ts';
import { hasWords } from '../lib/search-words.ts';

/** A sender, recipient, attendee or organizer. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** Name and address of a Graph `recipient` or `attendee`, empty when missing. */
export function mailAddress(
  recipient:
    | {
        readonly emailAddress?:
          | { readonly name?: string | null | undefined; readonly address?: string | null | undefined }
          | null
          | undefined;
      }
    | null
    | undefined,
): MailAddress {
  const { name, address } = recipient?.emailAddress ?? {};
  return { name: name ?? '', address: address ?? '' };
}

/** Characters that end an address within a text. */
const addressDelimiters = /([\s<>()[\]"',;:])/u;
const domainOnly = /^@?((?:[a-z0-9-]{1,63}\.)+[a-z]{2,63})$/i;

/** Whether a filter is a domain, with or without an at sign. */
export function isDomain(text: string): boolean {
  return domainOnly.test(text.trim());
}

/**
 * Whether a filter means this sender or recipient. An address is compared with the address, exactly; a domain with its
 * domain; any other text with the words of the display name. Addresses in a display name are ignored: the sender chose it.
 */
export function matchesAddress({ name, address }: MailAddress, wanted: string): boolean {
  const smtp = address.trim().toLowerCase();
  const text = wanted.trim();
  const at = text.lastIndexOf('@');
  if (at > 0 && !/\s/.test(text)) return smtp === text.toLowerCase();
  const local = smtp.slice(0, Math.max(smtp.lastIndexOf('@'), 0));
  const domain = domainOnly.exec(text)?.[1]?.toLowerCase();
  if (domain !== undefined) return getDomain(smtp) === domain || (at !== 0 && local === domain);
  const ownName = withoutAddresses(name);
  return hasWords(ownName === '' ? local : ownName, text);
}

/** The other address that a display name contains: its sender may pretend to be somebody else. Undefined for none. */
export function otherAddressInName({ name, address }: MailAddress): string | undefined {
  const normalized = name.normalize('NFKC');
  if (!normalized.includes('@')) return undefined;
  const smtp = address.trim().toLowerCase();
  const contained = normalized.split(addressDelimiters).filter(isAddress);
  return contained.find((other) => other.toLowerCase() !== smtp);
}

/** The name without the addresses in it; all forms of the at sign count. */
function withoutAddresses(name: string): string {
  const parts = name.normalize('NFKC').split(addressDelimiters);
  return parts
    .map((part) => (isAddress(part) ? ' ' : part))
    .join('')
    .trim();
}

function isAddress(text: string): boolean {
  const [local = '', domain = '', ...rest] = text.split('@');
  const topLevel = domain.slice(domain.lastIndexOf('.') + 1);
  return (
    rest.length === 0 &&
    local.length >= 1 &&
    local.length <= 64 &&
    domain.length <= 253 &&
    domain.lastIndexOf('.') >= 1 &&
    topLevel.length >= 2 &&
    topLevel.length <= 63
  );
}

/** An address that an HTML parser does not take for a tag. */
const plainAddress = /^[\w.%+'-]{1,64}@[\w.-]{1,253}$/;

/**
 * `Name <address>`, or only one of them. Legacy Exchange addresses (without @) are omitted. A display name that contains
 * another address is stated as such.
 */
export function formatAddress(recipient: MailAddress): string {
  const { name, address } = recipient;
  const smtp = address.includes('@') ? oneLine(address, 120) : '';
  const other = smtp === '' ? undefined : otherAddressInName(recipient);
  if (other !== undefined) return `${smtp} (suspicious: calls itself ${oneLine(other, 120)})`;
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

/** Whether an address is outside the organization; undefined when that is not known. */
export type IsExternal = (address: string) => boolean | undefined;

/**
 * Decides by the domains that the tenant has verified, and their subdomains. Guests have an address of another domain,
 * or `#EXT#` in their sign-in name.
 * @param domains in lower case; undefined when they could not be read: then see {@link isExternalSender}
 */
export function externalByDomains(
  domains: ReadonlySet<string> | undefined,
  caller: VerifiedCaller,
): IsExternal {
  return (address) => {
    if (/#ext#@/i.test(address)) return true;
    if (domains === undefined || domains.size === 0) return isExternalSender(address, caller);
    const domain = getDomain(address);
    if (domain === '') return undefined;
    const labels = domain.split('.');
    return !labels.some((_, index) => domains.has(labels.slice(index).join('.')));
  };
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
