import { createServer } from 'node:http';

/** Loopback redirect URI of a native application. */
export interface LoopbackClient {
  readonly redirectUri: string;
  /** Parameters of the next authorization response. */
  answer(): Promise<URLSearchParams>;
  close(): void;
}

/** Listens on a free port of `localhost`. */
export async function listenForAnswer(): Promise<LoopbackClient> {
  let deliver: (answer: URLSearchParams) => void = () => undefined;
  let next = new Promise<URLSearchParams>((resolve) => (deliver = resolve));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Done</title><h1>Done</h1>');
    if (url.pathname !== '/callback') return;
    deliver(url.searchParams);
    next = new Promise((resolve) => (deliver = resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    redirectUri: `http://localhost:${port}/callback`,
    answer: () => next,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
