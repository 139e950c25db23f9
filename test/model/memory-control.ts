/** Stands in for `cloudflare:test` in Node.js, for the objects of `memory-objects.ts`. */
import { type MemoryContext, objectOf, objects } from './memory-objects.ts';

export { env } from './memory-objects.ts';

/** Calls a function with the object of a stub and its state. */
export async function runInDurableObject<T>(
  stub: object,
  run: (object: object, state: MemoryContext) => T,
): Promise<Awaited<T>> {
  return await objectOf(stub).run(run);
}

/** Drops everything that the object has in memory. */
export async function evictDurableObject(stub: object): Promise<void> {
  objectOf(stub).evict();
}

/** Runs the alarm of the object now. Returns false if none is set. */
export async function runDurableObjectAlarm(stub: object): Promise<boolean> {
  const object = objectOf(stub);
  if ((await object.storage.getAlarm()) === null) return false;
  await object.storage.deleteAlarm();
  await object.call('alarm', []);
  return true;
}

/** Every object ends as by a crash. */
export async function abortAllDurableObjects(): Promise<void> {
  for (const object of objects.values()) object.crash(new Error('All objects were aborted.'));
}
