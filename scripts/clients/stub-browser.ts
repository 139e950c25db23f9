import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';

/** A browser that client programs start: it signs the user in at once, and opens the redirect URI of the program. */
export interface StubBrowser {
  /** The command that opens a URL, for `BROWSER`. */
  readonly command: string;
  /** Folder with commands that programs look for in `PATH`. */
  readonly folder: string;
  /** Authorization URLs that programs opened. */
  readonly opened: readonly string[];
  /** Number of sign-ins that reached the redirect URI of the program. */
  readonly completed: number;
  /** The page that ended the last sign-in that did not. */
  readonly failure: string | undefined;
  /** Opens the authorization URL in the output of a program, once. */
  follow(output: string): void;
  stop(): Promise<void>;
}

const authorizationUrl = /http:\/\/[!#-~]+\/oauth\/authorize\?[!#-~]+(?=[^!#-~])/;

const commands = ['xdg-open', 'sensible-browser', 'x-www-browser'];

/** Writes the commands into the folder. */
export async function startStubBrowser(folder: string, userPrincipalName: string): Promise<StubBrowser> {
  const opened: string[] = [];
  let completed = 0;
  let failure: string | undefined;
  const open = async (url: string) => {
    opened.push(url);
    try {
      await deliver(await createBrowserAgent({ user: { userPrincipalName } }).signIn(url));
      completed += 1;
    } catch (error) {
      failure = String(error);
    }
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub').searchParams.get('url');
    if (url !== null) void open(url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  mkdirSync(folder, { recursive: true });
  const script = `#!${process.execPath}
void fetch('http://127.0.0.1:${port}/?' + new URLSearchParams({ url: process.argv.at(-1) }));
`;
  for (const command of commands) {
    writeFileSync(join(folder, command), script);
    chmodSync(join(folder, command), 0o755);
  }
  return {
    command: join(folder, 'xdg-open'),
    folder,
    opened,
    get completed() {
      return completed;
    },
    get failure() {
      return failure;
    },
    follow: (output) => {
      const [url] = authorizationUrl.exec(output) ?? [];
      if (url !== undefined && !opened.includes(url)) void open(url);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Opens the redirect URI of the program, which may not listen yet. */
async function deliver(response: URL): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetch(response);
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
