import { describe, expect, it } from 'vitest';
import { createZoneCache } from '../../../src/time/time-zone.ts';

describe('the zones that are kept', () => {
  it('are made once', () => {
    const zones = createZoneCache();
    expect(zones('Europe/Warsaw')).toBe(zones('Europe/Warsaw'));
    expect(zones('Asia/Tokyo').name).toBe('Asia/Tokyo');
  });

  it('are no more than so many', () => {
    const zones = createZoneCache();
    const first = zones('Europe/Warsaw');
    const names = Intl.supportedValuesOf('timeZone').slice(0, 64);
    for (const name of names) expect(zones(name).name).toBe(name);
    expect(zones('Europe/Warsaw')).not.toBe(first);
  });

  it('are none for a name that is none', () => {
    expect(() => createZoneCache()('Mars/Olympus')).toThrow('time zone');
  });
});
