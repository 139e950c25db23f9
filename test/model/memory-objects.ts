/**
 * Stands in for `cloudflare:workers` in Node.js, with the Durable Objects of the authorization server in memory: one
 * call at a time for each object, and values cloned as the storage and RPC do. For tests that need far more calls than
 * workerd makes in a second, and for mutation testing. The same tests run in workerd with real objects.
 */

/** The storage of an object. Alarms are stored and do not run. */
class MemoryStorage {
  readonly #values = new Map<string, unknown>();
  #alarmMs: number | undefined;

  async get(key: string): Promise<unknown> {
    return structuredClone(this.#values.get(key));
  }

  async put(key: string, value: unknown): Promise<void> {
    this.#values.set(key, structuredClone(value));
  }

  async delete(key: string): Promise<boolean> {
    return this.#values.delete(key);
  }

  async deleteAll(): Promise<void> {
    this.#values.clear();
  }

  async setAlarm(timeMs: number): Promise<void> {
    this.#alarmMs = timeMs;
  }

  async getAlarm(): Promise<number | undefined> {
    return this.#alarmMs;
  }

  async deleteAlarm(): Promise<void> {
    this.#alarmMs = undefined;
  }
}

interface MemoryContext {
  readonly storage: MemoryStorage;
}

export class DurableObject {
  protected readonly ctx: MemoryContext;

  constructor(ctx: MemoryContext) {
    this.ctx = ctx;
  }
}

type Method = (...args: unknown[]) => Promise<unknown>;
type Methods = Readonly<Record<string, Method>>;
type ObjectClass = new (ctx: MemoryContext) => object;

function createNamespace(load: () => Promise<ObjectClass>) {
  const stubs = new Map<string, Methods>();
  return {
    getByName: (name: string): Methods => {
      const stub = stubs.get(name) ?? createStub(load);
      stubs.set(name, stub);
      return stub;
    },
  };
}

function createStub(load: () => Promise<ObjectClass>): Methods {
  const object = load().then((type) => new type({ storage: new MemoryStorage() }) as unknown as Methods);
  let last: Promise<unknown> = Promise.resolve();
  const call = async (method: string, args: readonly unknown[]): Promise<unknown> =>
    structuredClone(await (await object)[method]?.apply(await object, structuredClone(args) as unknown[]));
  return new Proxy<Methods>(
    {},
    {
      get:
        (_, method) =>
        (...args: unknown[]) => {
          const result = last.then(() => call(String(method), args));
          last = result.catch(() => undefined);
          return result;
        },
    },
  );
}

// Loaded on the first call: the classes extend the one of this module.
export const env = {
  OAUTH_GRANT: createNamespace(
    async () => (await import('../../src/oauth/storage/grant.ts')).OAuthGrant as never,
  ),
  OAUTH_USER: createNamespace(
    async () => (await import('../../src/oauth/storage/user.ts')).OAuthUser as never,
  ),
  BROWSER_SESSION: createNamespace(
    async () => (await import('../../src/oauth/storage/browser-session.ts')).BrowserSession as never,
  ),
};
