import { requestText } from '../http/request.ts';
import type { SimulatorControl } from './control.ts';

/** Path of the control on the simulator's own origin. */
export const controlPath = '/__control';

interface ControlCall {
  readonly method: string;
  readonly args: readonly unknown[];
}

function readCall(text: string): ControlCall | undefined {
  try {
    const { method, args = [] } = JSON.parse(text) as Partial<ControlCall>;
    return typeof method === 'string' && Array.isArray(args) ? { method, args } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `POST /__control` with `{ "method": "mint", "args": [{ "user": "megan" }] }` responses `{ "result": … }`, or 400 and
 * `{ "error": … }`. A page in a browser cannot use it: it would have to send an `Origin`, or no JSON.
 */
export async function handleControlRequest(control: SimulatorControl, request: Request): Promise<Response> {
  const badRequest = (error: string, status = 400) => Response.json({ error }, { status });
  const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (request.method !== 'POST' || !isJson) return badRequest('Send a POST request with a JSON body.');
  if (request.headers.has('origin'))
    return badRequest('Requests with an Origin header are not allowed.', 403);
  const call = readCall(await requestText(request));
  if (!call || !Object.hasOwn(control, call.method)) return badRequest('Unknown method.');
  try {
    const method = control[call.method as keyof SimulatorControl] as (...args: unknown[]) => unknown;
    return Response.json({ result: (await method(...call.args)) ?? null });
  } catch (error) {
    return badRequest(error instanceof Error ? error.message : String(error));
  }
}
