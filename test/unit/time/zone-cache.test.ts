import { describe, expect, it } from 'vitest';
import { createZoneCache } from '../../../src/time/time-zone.ts';

describe('createZoneCache', () => {
  it('creates each zone once', () => {
    const zones = createZoneCache();
    expect(zones('Europe/Warsaw')).toBe(zones('Europe/Warsaw'));
    expect(zones('Asia/Tokyo').name).toBe('Asia/Tokyo');
  });

  it('keeps a limited number of zones', () => {
    const zones = createZoneCache();
    const first = zones('Europe/Warsaw');
    const names = Intl.supportedValuesOf('timeZone').slice(0, 64);
    for (const name of names) expect(zones(name).name).toBe(name);
    expect(zones('Europe/Warsaw')).not.toBe(first);
  });

  it('throws for an unknown name and caches nothing', () => {
    expect(() => createZoneCache()('Mars/Olympus')).toThrow('time zone');
  });
});
