/** An IP address as a number, with the length of its family. */
interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const mappedPrefix = 0xffffn << 32n;

/** Parses an IPv4 or IPv6 address. An IPv4-mapped IPv6 address is that IPv4 address. Undefined for anything else. */
function parseAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) return parseIpv4(text);
  // The URL parser knows every spelling of an IPv6 address, and rejects all others.
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return undefined;
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (host === undefined) return undefined;
  const [start = '', end] = host.split('::', 2);
  const [head, tail] = [start, end ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = end === undefined ? 0 : 8 - (head?.length ?? 0) - (tail?.length ?? 0);
  const groups = [...(head ?? []), ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
  return value >> 32n === mappedPrefix >> 32n
    ? { bits: 32, value: value & 0xffff_ffffn }
    : { bits: 128, value };
}

/** Four decimal numbers without leading zeros, which some parsers read as octal. */
function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (
    parts.length !== 4 ||
    !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  ) {
    return undefined;
  }
  return { bits: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

interface IpNetwork extends IpAddress {
  readonly prefixLength: number;
}

function parseNetwork(text: string): IpNetwork | undefined {
  const [addressText = '', lengthText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (!address || rest.length > 0) return undefined;
  if (lengthText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(lengthText)) return undefined;
  const isMapped = address.bits === 32 && addressText.includes(':');
  const prefixLength = lengthText === undefined ? address.bits : Number(lengthText) - (isMapped ? 96 : 0);
  if (prefixLength < 0 || prefixLength > address.bits) return undefined;
  return { ...address, prefixLength };
}

/**
 * The canonical text of a network in CIDR notation, with the bits after the prefix set to zero; an address alone is a
 * network of one. Undefined if the text is not a network.
 */
export function canonicalNetwork(text: string): string | undefined {
  const network = parseNetwork(text.trim());
  if (!network) return undefined;
  const { bits, value, prefixLength } = network;
  const hostBits = BigInt(bits - prefixLength);
  return `${formatAddress({ bits, value: (value >> hostBits) << hostBits })}/${prefixLength}`;
}

function formatAddress({ bits, value }: IpAddress): string {
  const size = bits === 32 ? 8n : 16n;
  const groups = Array.from({ length: bits === 32 ? 4 : 8 }, (_, index) => {
    const shift = BigInt(bits) - size * BigInt(index + 1);
    return (value >> shift) & ((1n << size) - 1n);
  });
  if (bits === 32) return groups.join('.');
  const full = groups.map((group) => group.toString(16)).join(':');
  return URL.parse(`http://[${full}]/`)?.hostname.slice(1, -1) ?? full;
}

/**
 * Whether an address is in one of the networks.
 * @param networks in the form of {@link canonicalNetwork}
 */
export function isInNetworks(addressText: string, networks: readonly string[]): boolean {
  const address = parseAddress(addressText);
  if (!address) return false;
  return networks.some((text) => {
    const network = parseNetwork(text);
    if (network?.bits !== address.bits) return false;
    const hostBits = BigInt(network.bits - network.prefixLength);
    return network.value >> hostBits === address.value >> hostBits;
  });
}
