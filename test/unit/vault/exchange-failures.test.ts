import { describe, expect, it } from 'vitest';
import { type EntraFailure, negativeCacheSeconds } from '../../../src/entra/errors.ts';
import {
  type ExchangeFailures,
  type StoredFailures,
  createExchangeFailures,
} from '../../../src/vault/exchange-failures.ts';

const down: EntraFailure = { kind: 'unavailable' };
const baseSeconds = negativeCacheSeconds(down);

describe('createExchangeFailures', () => {
  it('doubles the wait after each service failure, up to a minute', () => {
    const failures = createExchangeFailures();
    const waits: number[] = [];
    let nowMs = 0;
    for (let n = 0; n < 8; n += 1) {
      failures.add('entry', down, nowMs);
      waits.push(holdSeconds(failures, nowMs));
      nowMs += (waits.at(-1) ?? 0) * 1000;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128].map((factor) => Math.min(factor * baseSeconds, 60)));
    failures.reset();
    expect(failures.find('entry', nowMs)).toBeUndefined();
    failures.add('entry', down, nowMs);
    expect(holdSeconds(failures, nowMs)).toBe(baseSeconds);
  });

  it('counts concurrent failures as one', () => {
    const failures = createExchangeFailures();
    for (let n = 0; n < 50; n += 1) failures.add(`entry ${n}`, down, 0);
    expect(holdSeconds(failures, 0)).toBe(baseSeconds);
  });

  it('returns the remaining wait', () => {
    const failures = createExchangeFailures();
    failures.add('entry', { kind: 'throttled', retryAfterSeconds: 90 }, 0);
    expect(failures.find('entry', 0)).toEqual({ kind: 'throttled', retryAfterSeconds: 90 });
    expect(failures.find('another', 60_001)).toEqual({ kind: 'throttled', retryAfterSeconds: 30 });
    expect(failures.find('entry', 90_000)).toBeUndefined();
  });

  it.each<[EntraFailure['kind'], boolean]>([
    ['unavailable', true],
    ['throttled', true],
    ['loop_detected', true],
    ['credential_fault', true],
    ['request_fault', true],
    ['claims_step_up', false],
    ['consent_step_up', false],
    ['blocked', false],
    ['sign_in_again', false],
    ['not_assigned', false],
  ])('%s holds for every access token of the person: %s', (kind, everywhere) => {
    const failures = createExchangeFailures();
    failures.add('entry', { kind }, 0);
    expect(failures.find('entry', 1)).toEqual({ kind });
    expect(failures.find('another', 1)).toEqual(everywhere ? { kind } : undefined);
  });

  it('drops the oldest entry above its limit', () => {
    const failures = createExchangeFailures();
    for (let n = 0; n < 1000; n += 1) failures.add(`entry ${n}`, { kind: 'blocked' }, 0);
    const kept = Array.from({ length: 1000 }, (_, n) => failures.find(`entry ${n}`, 1)).filter(Boolean);
    expect(kept).toHaveLength(100);
    expect(failures.find('entry 999', 1)).toEqual({ kind: 'blocked' });
  });

  it('counts an entry that fails again as its latest', () => {
    const failures = createExchangeFailures();
    for (let n = 0; n < 100; n += 1) failures.add(`entry ${n}`, { kind: 'blocked' }, 0);
    failures.add('entry 0', { kind: 'blocked' }, 0);
    failures.add('entry 100', { kind: 'blocked' }, 0);
    expect(failures.find('entry 0', 1)).toEqual({ kind: 'blocked' });
    expect(failures.find('entry 1', 1)).toBeUndefined();
  });
});

describe('createExchangeFailures with storage', () => {
  function createStorage() {
    let stored: StoredFailures | undefined;
    return {
      load: () => stored,
      save: (failures: StoredFailures | undefined) => void (stored = structuredClone(failures)),
    };
  }

  it('restores the latest ten failed entries', () => {
    const storage = createStorage();
    const failures = createExchangeFailures(storage);
    for (let n = 0; n < 20; n += 1) failures.add(`entry ${n}`, { kind: 'blocked' }, 0);
    const restored = createExchangeFailures(storage);
    const kept = Array.from({ length: 20 }, (_, n) => n).filter((n) => restored.find(`entry ${n}`, 1));
    expect(kept).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('restores the back-off, and none after a success', () => {
    const storage = createStorage();
    const failures = createExchangeFailures(storage);
    failures.add('entry', down, 0);
    failures.add('entry', down, 3_600_000);
    expect(holdSeconds(createExchangeFailures(storage), 3_600_000)).toBe(2 * baseSeconds);
    failures.reset();
    expect(storage.load()).toBeUndefined();
    expect(createExchangeFailures(storage).find('entry', 3_600_000)).toBeUndefined();
  });

  it('keeps the failures of entries after a success', () => {
    const storage = createStorage();
    const failures = createExchangeFailures(storage);
    failures.add('blocked', { kind: 'blocked' }, 0);
    failures.add('entry', down, 0);
    failures.reset();
    const restored = createExchangeFailures(storage);
    expect(restored.find('blocked', 1)).toEqual({ kind: 'blocked' });
    expect(restored.find('entry', 1)).toBeUndefined();
  });
});

/** For how many whole seconds a failure of `entry` is remembered. */
function holdSeconds(failures: ExchangeFailures, nowMs: number): number {
  let seconds = 0;
  while (failures.find('entry', nowMs + seconds * 1000)) seconds += 1;
  return seconds;
}
