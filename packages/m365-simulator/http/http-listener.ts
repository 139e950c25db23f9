import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Handles one request. A rejected promise resets the connection. */
export type Handler = (request: Request) => Promise<Response>;

export interface HttpListener {
  /** `http://127.0.0.1:{port}`, without a trailing slash. */
  readonly origin: string;
  close(): Promise<void>;
}

const bodyLimitBytes = 8 * 1024 * 1024;

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return size === 0 ? undefined : Buffer.concat(chunks);
}

function readHeaders(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
  }
  return headers;
}

/** URL with the `Host` header of the request when it is a loopback host. */
function requestUrl(message: IncomingMessage, origin: string): string {
  const host = message.headers.host ?? '';
  const isLoopback = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/.test(host);
  return (isLoopback ? `http://${host}` : origin) + (message.url ?? '/');
}

/** Resolves when the bytes are with the operating system, so that a cut afterwards does not take them back. */
function write(target: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    target.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

async function send(response: Response, target: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  target.writeHead(response.status, headers);
  if (response.body) for await (const chunk of response.body) await write(target, chunk);
  target.end();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('The server has no port.'));
    });
  });
}

/** Listens on loopback alone. A handler that rejects, or a body that fails, cuts the connection. */
export async function listenHttp(port: number, handler: () => Handler): Promise<HttpListener> {
  let origin = '';
  const server = createServer((message, target) => {
    const abort = new AbortController();
    target.once('close', () => abort.abort());
    const respond = async (): Promise<void> => {
      const body = await readBody(message);
      const request = new Request(requestUrl(message, origin), {
        method: message.method ?? 'GET',
        headers: readHeaders(message),
        signal: abort.signal,
        ...(body !== undefined && { body: new Uint8Array(body) }),
      });
      await send(await handler()(request), target);
    };
    respond().catch(() => {
      if (!target.headersSent) {
        message.socket.resetAndDestroy();
        return;
      }
      target.flushHeaders();
      message.socket.destroySoon();
    });
  });
  origin = `http://127.0.0.1:${await listen(server, port)}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
