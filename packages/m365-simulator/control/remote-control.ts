import { controlPath } from './control-endpoint.ts';
import type { SimulatorControl } from './control.ts';

/** `SimulatorControl` over HTTP: the same methods, each returning a promise. */
export type RemoteControl = {
  readonly [Method in keyof SimulatorControl]: (
    ...args: Parameters<SimulatorControl[Method]>
  ) => Promise<Awaited<ReturnType<SimulatorControl[Method]>>>;
};

/** Controls the simulator at this origin. A failed call rejects with the reason. */
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
    // `await` on the control would call a method `then`.
    get: (_, method) => (typeof method === 'string' && method !== 'then' ? call(method) : undefined),
  });
}
