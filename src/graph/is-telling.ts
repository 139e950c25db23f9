/** `search(q='…')`, `root:/{names}`, `sites/{host}:/{names}`, `shares/{link}`, `users/{address}`, `users('{address}')`. */
const telling = /\/(?:microsoft\.graph\.)?search\(|:\/|\/shares\/|\/users[/(][^/]{0,400}@/i;

/**
 * Whether the path of an address of Graph tells more than ids: words that are searched for, names of files, folders or
 * sites, a link, a person's or mailbox's address. Addresses are what traces record, and a path is what is left of them
 * there.
 * @see docs/decisions/traces-without-words.md
 */
export function isTelling({ pathname }: URL): boolean {
  return telling.test(decodeURIComponent(pathname));
}
