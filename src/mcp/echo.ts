const printable = /[^\x20-\x7e]/g;

/** What a caller wrote, short and printable, for naming it in an error. */
export function echo(text: string): string {
  return text.slice(0, 64).replace(printable, '?');
}
