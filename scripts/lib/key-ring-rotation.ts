import { parseKeyRing } from '../../src/crypto/key-ring.ts';
import { OperatorError } from './command-line.ts';

/** The steps of a rotation, in their order, and the very first one. */
export type KeyRingStep = 'new' | 'add' | 'promote' | 'retire';

/** The ring after a step. */
interface KeyRingChange {
  /** The next value of SEAL_KEYS. */
  readonly ring: string;
  /** What has become of which key, and what to do next: nothing of it is secret. */
  readonly says: string;
}

/**
 * Takes one step of a rotation.
 * @param present the present value of SEAL_KEYS; empty for `new`
 * @param id the key that it is about; by default the newest one, for `retire` the oldest that does not seal
 * @param material 32 random bytes, for the steps that make a key
 * @throws OperatorError where the ring is malformed, or the step makes no sense
 */
export function changeKeyRing(
  step: KeyRingStep,
  present: string,
  id: string | undefined,
  material: Uint8Array,
): KeyRingChange {
  const keys = present
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (step !== 'new') requireRing(present);
  switch (step) {
    case 'new': {
      if (keys.length > 0)
        throw new OperatorError('There is a ring already: `add` puts a key beside those that it has.');
      const ring = keyOf(id ?? 'k1', material);
      return {
        ring: requireRing(ring),
        says: 'A ring with one key. Keep it where you keep passwords: Cloudflare does not show it again.',
      };
    }
    case 'add': {
      const added = id ?? nextId(keys.map(idOf));
      const ring = [...keys, keyOf(added, material)].join(',');
      return {
        ring: requireRing(ring),
        says: `${added} opens now, and does not seal yet. Put this ring, wait some minutes until every Worker has it, then promote.`,
      };
    }
    case 'promote': {
      const promoted = find(keys, id ?? idOf(keys.at(-1) ?? ''));
      if (promoted === keys[0])
        throw new OperatorError(`${idOf(promoted)} seals already. Give the id of another key.`);
      const ring = [promoted, ...keys.filter((key) => key !== promoted)].join(',');
      return {
        ring: requireRing(ring),
        says: `${idOf(promoted)} seals from now on. Retire the others in 90 days, when nothing lives that they sealed.`,
      };
    }
    case 'retire': {
      const retired = find(keys, id ?? idOf(keys[1] ?? keys[0] ?? ''));
      if (retired === keys[0])
        throw new OperatorError(`${idOf(retired)} seals. Add another key and promote it first.`);
      const ring = keys.filter((key) => key !== retired).join(',');
      return {
        ring: requireRing(ring),
        says: `${idOf(retired)} is out. What it sealed cannot be opened again, in any copy.`,
      };
    }
  }
}

function requireRing(ring: string): string {
  try {
    parseKeyRing(ring);
    return ring;
  } catch (error) {
    throw new OperatorError(
      `This is no key ring: ${error instanceof Error ? error.message : 'it cannot be read'}`,
    );
  }
}

function keyOf(id: string, material: Uint8Array): string {
  return `${id}:${Buffer.from(material).toString('base64')}`;
}

function idOf(key: string): string {
  return key.slice(0, Math.max(key.indexOf(':'), 0));
}

function find(keys: readonly string[], id: string): string {
  const found = keys.find((key) => idOf(key) === id);
  if (found !== undefined) return found;
  throw new OperatorError(`The ring has no key "${id}". It has: ${keys.map(idOf).join(', ')}.`);
}

/** `k` and the number after the highest. */
function nextId(ids: readonly string[]): string {
  const numbers = ids.map((id) => Number(/^k(\d{1,6})$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}
