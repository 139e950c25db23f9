import { cleanUntrusted } from '../../packages/document-text/src/sanitize.ts';

const mostCharacters = 2000;

/**
 * The same value with every text in it cleaned, bounded and on one line. Facts are made of names, addresses and types
 * that others chose: each is cleaned where it is read, and none gets by here that was forgotten there.
 */
export function tidy(value: unknown): unknown {
  if (typeof value === 'string') {
    return cleanUntrusted(value.slice(0, mostCharacters)).text.replaceAll(/\s+/g, ' ');
  }
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, tidy(member)]));
}
