/**
 * Preload of the peer (`node --import`): its requests to Microsoft Graph go to the upstream of the benchmark, whose URL is
 * in BENCH_UPSTREAM_URL. All other outbound connections fail.
 */
import { Socket } from 'node:net';

const graphOrigin = 'https://graph.microsoft.com';
const upstream = new URL(process.env['BENCH_UPSTREAM_URL'] ?? '');
const { fetch } = globalThis;

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.origin !== graphOrigin) throw new TypeError(`The benchmark allows no request to ${url.origin}.`);
  const target = new URL(url.pathname + url.search, upstream);
  return fetch(input instanceof Request ? new Request(target, input) : target, init);
};

/* Node.js connects every client socket, TLS included, with this method. Its arguments are normalized to an array. */
Socket.prototype.connect = new Proxy(Reflect.get(Socket.prototype, 'connect'), {
  apply(connect, socket: Socket, args: unknown[]) {
    const [first] = args.flat() as { host?: string; port?: number | string }[];
    if (first?.host !== upstream.hostname || String(first.port) !== upstream.port) {
      throw new Error('The benchmark allows connections to its upstream only.');
    }
    return Reflect.apply(connect, socket, args);
  },
});
