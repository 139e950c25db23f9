import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback proxy that adds a bearer token to every request, for clients without a token option. */
export interface BearerProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a proxy for `target`. All other headers pass unchanged, including Host and Origin, which are tested. */
export async function startBearerProxy(target: string, token: string): Promise<BearerProxy> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const outbound = request(
      { hostname, port, method, path, headers: { ...headers, authorization: `Bearer ${token}` } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    outbound.once('error', () => outgoing.destroy());
    outgoing.once('close', () => outbound.destroy());
    incoming.pipe(outbound);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
