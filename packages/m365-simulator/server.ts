import { handleControlRequest, controlPath } from './control/control-endpoint.ts';
import type { SimulatorControl } from './control/control.ts';
import { createContractChecker } from './graph-contract/load-contract.ts';
import { type Handler, listenHttp } from './http/http-listener.ts';
import { type SimulatorOptions, createSimulator } from './simulator.ts';

export interface SimulatorServerOptions extends Pick<
  SimulatorOptions,
  'nowMs' | 'createGraph' | 'behavior' | 'cloud'
> {
  /** Port of the login and Graph address; 0 or absent for a free one. */
  readonly port?: number;
  /** Whether Graph requests are checked against the contract. Default true. */
  readonly checkContract?: boolean;
}

/** The simulator on loopback. */
export interface SimulatorServer {
  /** Origin for both `ENTRA_LOGIN_URL` and `GRAPH_URL`: their paths do not meet. */
  readonly url: string;
  readonly loginUrl: string;
  readonly graphUrl: string;
  /** Origin of pre-authenticated downloads: another one, as with Microsoft. */
  readonly downloadUrl: string;
  readonly control: SimulatorControl;
  close(): Promise<void>;
}

/** Starts the tenant on 127.0.0.1, with its control at `/__control`. */
export async function startSimulator(options: SimulatorServerOptions = {}): Promise<SimulatorServer> {
  const { port = 0, checkContract = true, ...tenantOptions } = options;
  let handle: Handler = async () => new Response(null, { status: 503 });
  const main = await listenHttp(port, () => handle);
  const downloads = await listenHttp(0, () => handle);
  const checkGraphRequest = checkContract ? await createContractChecker() : undefined;
  const tenant = await createSimulator({
    ...tenantOptions,
    downloadOrigin: downloads.origin,
    ...(checkGraphRequest && { checkGraphRequest }),
  });
  handle = async (request) =>
    new URL(request.url).pathname === controlPath
      ? handleControlRequest(tenant.control, request)
      : tenant.fetch(request);
  return {
    url: main.origin,
    loginUrl: main.origin,
    graphUrl: main.origin,
    downloadUrl: downloads.origin,
    control: tenant.control,
    async close() {
      await Promise.all([main.close(), downloads.close()]);
    },
  };
}
