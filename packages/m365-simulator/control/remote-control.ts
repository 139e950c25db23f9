import { controlPath } from './control-endpoint.ts';
import type { SimulatorControl } from './control.ts';

/** The control of a tenant in another process: the same methods, each with a promise. */
export type RemoteControl = {
  readonly [Method in keyof SimulatorControl]: (
    ...args: Parameters<SimulatorControl[Method]>
  ) => Promise<Awaited<ReturnType<SimulatorControl[Method]>>>;
};

/** Reaches the control of the tenant that listens at this origin. A refused call rejects with its reason. */
export function remoteControl(origin: string): RemoteControl {
  const call =
    (method: string) =>
    async (...args: unknown[]): Promise<unknown> => {
      const response = await fetch(origin + controlPath, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, args }),
      });
      const { result, error } = (await response.json()) as { result?: unknown; error?: string };
      if (!response.ok) throw new Error(`${method}: ${error}`);
      return result;
    };
  return new Proxy({} as RemoteControl, {
    // A promise-like would be unwrapped by whoever awaits the control itself.
    get: (_, method) => (typeof method === 'string' && method !== 'then' ? call(method) : undefined),
  });
}
