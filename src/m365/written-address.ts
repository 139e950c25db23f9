import type { MailAddress } from './mail/mail-message.ts';
import { oneLine } from '../../packages/document-text/src/one-line.ts';

/** As whoever reads HTML takes it for an address, and not for a tag. */
const plainAddress = /^[\w.%+'-]{1,64}@[\w.-]{1,253}$/;

/** `Name <address>`, or the one of them that there is. Internal addresses of Exchange mean nothing to anybody. */
export function writtenAddress({ name, address }: MailAddress): string {
  const smtp = address.includes('@') ? oneLine(address, 120) : '';
  // Before it is cleaned: what is left without the brackets could be markup.
  const label = oneLine(name.replaceAll(/[<>]/g, ''), 80);
  if (label === '' || label.toLowerCase() === smtp.toLowerCase()) return smtp;
  if (smtp === '') return label;
  return plainAddress.test(smtp) ? `${label} <${smtp}>` : `${label} (${smtp})`;
}

/** The first few of several addresses, and how many more there are. */
export function writtenAddresses(addresses: readonly MailAddress[], most: number): string {
  const shown = addresses.slice(0, most).map(writtenAddress).join(', ');
  return addresses.length > most ? `${shown} and ${addresses.length - most} more` : shown;
}
