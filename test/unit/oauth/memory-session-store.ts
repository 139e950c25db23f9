import type { SessionStore } from '../../../src/oauth/stores.ts';

/** A session store in memory, and its names. */
export function createMemorySessionStore() {
  const records = new Map<string, { readonly sealed?: Uint8Array; readonly expiresAtMs: number }>();
  const sessionStore: SessionStore = {
    create: async (name, { nowMs, ...record }) => {
      if ((records.get(name)?.expiresAtMs ?? 0) > nowMs) return false;
      records.set(name, record);
      return true;
    },
    read: async (name, nowMs) => {
      const record = records.get(name);
      return record && record.expiresAtMs > nowMs ? record.sealed : undefined;
    },
    end: async (name) => void records.delete(name),
  };
  return { sessionStore, records };
}
