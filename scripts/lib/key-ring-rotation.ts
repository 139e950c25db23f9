import { parseKeyRing } from '../../src/crypto/key-ring.ts';
import { OperatorError } from './command-line.ts';

/** `new` creates the key ring; the others are the steps of a rotation in order. */
export type KeyRingStep = 'new' | 'add' | 'promote' | 'retire';

/** The key ring after a step. */
interface KeyRingChange {
  /** The next value of SEAL_KEYS. */
  readonly ring: string;
  /** The effect of the step and what to do next. Contains no secret. */
  readonly nextStep: string;
}

/**
 * Takes one step of a rotation.
 * @param current the current value of SEAL_KEYS; empty for `new`
 * @param id id of the key; by default the newest one, for `retire` the oldest that is not the primary key
 * @param material 32 random bytes, for the steps that create a key
 * @throws OperatorError when the key ring is malformed or the step is not possible
 */
export function changeKeyRing(
  step: KeyRingStep,
  current: string,
  id: string | undefined,
  material: Uint8Array,
): KeyRingChange {
  const keys = current
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (step !== 'new') {
    if (keys.length === 0)
      throw new OperatorError('The key ring is empty. Pass it on standard input, or with --file.');
    requireRing(current);
  }
  switch (step) {
    case 'new': {
      if (keys.length > 0)
        throw new OperatorError('A key ring exists already. Use `add` to add a key to it.');
      const ring = keyOf(id ?? 'k1', material);
      return {
        ring: requireRing(ring),
        nextStep:
          'Created a key ring with one key. Store it in your password manager: Cloudflare does not show it again.',
      };
    }
    case 'add': {
      const added = id ?? nextId(keys.map(idOf));
      const ring = [...keys, keyOf(added, material)].join(',');
      return {
        ring: requireRing(ring),
        nextStep: `${added} can open sealed data and does not seal yet. Deploy this key ring, wait some minutes until every Worker has it, then run promote.`,
      };
    }
    case 'promote': {
      const promoted = find(keys, id ?? idOf(keys.at(-1) ?? ''));
      if (promoted === keys[0])
        throw new OperatorError(`${idOf(promoted)} is the primary key already. Give the id of another key.`);
      const ring = [promoted, ...keys.filter((key) => key !== promoted)].join(',');
      return {
        ring: requireRing(ring),
        nextStep: `${idOf(promoted)} is the primary key now. Retire the others after 90 days, when nothing that they sealed is valid any more.`,
      };
    }
    case 'retire': {
      const retired = find(keys, id ?? idOf(keys[1] ?? keys[0] ?? ''));
      if (retired === keys[0])
        throw new OperatorError(`${idOf(retired)} is the primary key. Add another key and promote it first.`);
      const ring = keys.filter((key) => key !== retired).join(',');
      return {
        ring: requireRing(ring),
        nextStep: `${idOf(retired)} is removed. Data that it sealed can no longer be opened.`,
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
      `The key ring is malformed: ${error instanceof Error ? error.message : 'it cannot be read'}`,
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
  throw new OperatorError(`The key ring has no key "${id}". It has: ${keys.map(idOf).join(', ')}.`);
}

/** `k` and the next number. */
function nextId(ids: readonly string[]): string {
  const numbers = ids.map((id) => Number(/^k(\d{1,6})$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}
