/**
 * Stands in for `cloudflare:workers` in Node.js, with the Durable Objects of the connector in memory. For tests that need
 * far more calls than workerd makes in a second, and for mutation testing. The same tests run in workerd with real objects.
 */
import { scheduler } from 'node:timers/promises';
import { MemoryStorage } from './memory-storage.ts';

Object.assign(globalThis, { scheduler });

/** The state of an object. */
export interface MemoryContext {
  readonly id: { readonly name: string };
  readonly storage: MemoryStorage;
  /** Ends the object as a crash does: calls in progress fail, and the next one starts it again. */
  abort(reason: string): never;
}

export class DurableObject<Env = unknown> {
  protected readonly ctx: MemoryContext;
  protected readonly env: Env;

  constructor(ctx: MemoryContext, env: Env) {
    this.ctx = ctx;
    this.env = env;
  }
}

export class WorkerEntrypoint<Env = unknown> {
  protected readonly env: Env;

  constructor(_ctx: unknown, env: Env) {
    this.env = env;
  }
}

type Method = (...args: unknown[]) => Promise<unknown>;
type Methods = Readonly<Record<string, Method>>;
type ObjectClass = new (ctx: MemoryContext, env: unknown) => object;

/** Loads a class on the first call: the classes extend the one of this module. */
interface ObjectType {
  readonly load: () => Promise<unknown>;
  /**
   * One call at a time: on the platform no other call runs while an object awaits its storage. The methods of an object
   * with SQL, which is synchronous, await requests of its own instead.
   */
  readonly isSerial: boolean;
}

/** An object that calls start, with its storage. */
export class MemoryObject {
  readonly #type: ObjectType;
  readonly #storage = new MemoryStorage();
  readonly #name: string;
  #instance: Promise<Methods> | undefined;
  #crash = Promise.withResolvers<never>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(type: ObjectType, name: string) {
    this.#type = type;
    this.#name = name;
    this.#crash.promise.catch(() => undefined);
  }

  get storage(): MemoryStorage {
    return this.#storage;
  }

  /** Drops everything in memory. */
  evict(): void {
    this.#instance = undefined;
  }

  /** Calls in progress fail with the error, and everything in memory is dropped. */
  crash(reason: Error): void {
    this.evict();
    this.#crash.reject(reason);
    this.#crash = Promise.withResolvers();
    this.#crash.promise.catch(() => undefined);
  }

  /** Calls a function with the object and its state. */
  async run<T>(call: (object: Methods, ctx: MemoryContext) => T): Promise<Awaited<T>> {
    const ctx = this.#context();
    this.#instance ??= this.#start(ctx);
    const object = await this.#instance;
    return await Promise.race([call(object, ctx), this.#crash.promise]);
  }

  /** Calls a method as RPC does. */
  async call(method: string, args: readonly unknown[]): Promise<unknown> {
    const result = this.#type.isSerial
      ? this.#last.then(() => this.#call(method, args))
      : this.#call(method, args);
    this.#last = result.catch(() => undefined);
    return await result;
  }

  async #call(method: string, args: readonly unknown[]): Promise<unknown> {
    const sent = structuredClone(args) as unknown[];
    return structuredClone(await this.run((object) => object[method]?.apply(object, sent)));
  }

  async #start(ctx: MemoryContext): Promise<Methods> {
    const type = (await this.#type.load()) as ObjectClass;
    return new type(ctx, env) as unknown as Methods;
  }

  #context(): MemoryContext {
    return {
      id: { name: this.#name },
      storage: this.#storage,
      abort: (reason) => {
        const error = Object.assign(new Error(reason), { durableObjectReset: true });
        this.crash(error);
        throw error;
      },
    };
  }
}

/** All objects that were named, by their stubs. */
export const objects = new Map<object, MemoryObject>();

/** The object of a stub. */
export function objectOf(stub: object): MemoryObject {
  const object = objects.get(stub);
  if (!object) throw new TypeError('This is no stub of an object in memory.');
  return object;
}

function createNamespace(type: ObjectType) {
  const stubs = new Map<string, Methods>();
  return {
    getByName: (name: string): Methods => {
      const stub = stubs.get(name) ?? createStub(new MemoryObject(type, name));
      stubs.set(name, stub);
      return stub;
    },
  };
}

function createStub(object: MemoryObject): Methods {
  const stub = new Proxy<Methods>(
    {},
    {
      get:
        (_, method) =>
        (...args: unknown[]) =>
          object.call(String(method), args),
    },
  );
  objects.set(stub, object);
  return stub;
}

export const env = {
  OAUTH_GRANT: createNamespace({
    load: async () => (await import('../../src/oauth/storage/grant.ts')).OAuthGrant,
    isSerial: true,
  }),
  OAUTH_USER: createNamespace({
    load: async () => (await import('../../src/oauth/storage/user.ts')).OAuthUser,
    isSerial: true,
  }),
  BROWSER_SESSION: createNamespace({
    load: async () => (await import('../../src/oauth/storage/browser-session.ts')).BrowserSession,
    isSerial: true,
  }),
  TOKEN_VAULT: createNamespace({
    load: async () => (await import('../unit/vault/worker.ts')).TokenVault,
    isSerial: false,
  }),
  TENANT_POLICY: createNamespace({
    load: async () => (await import('../unit/vault/worker.ts')).TenantPolicy,
    isSerial: false,
  }),
};

/** The Worker of the tests of the token vault. A request fails as soon as its client disconnects. */
export const exports = {
  Asker: {
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      const { Asker } = await import('../unit/vault/worker.ts');
      const request = new Request(url, init);
      const hungUp = new Promise<never>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('The operation was aborted.')));
      });
      return await Promise.race([new Asker({} as never, env as never).fetch(request), hungUp]);
    },
  },
};
