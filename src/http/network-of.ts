/**
 * The network that an address counts for: an IPv4 address by itself, of an IPv6 address the 64 bits that a provider gives
 * a customer, who has all the addresses in it.
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [start = '', end] = address.toLowerCase().split('::', 2);
  const [head, tail] = [start, end ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = end === undefined ? 0 : Math.max(0, 8 - (head?.length ?? 0) - (tail?.length ?? 0));
  const groups = [...(head ?? []), ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
