import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { root } from './bundle.ts';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const cache = `${root}node_modules/.cache`;
const unpacked = `${cache}/chromium`;

/** Command line options for pages on loopback. */
export const chromiumOptions = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // Chromium otherwise looks up accounts.google.com and its update server.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Path of an installed Chromium, or of the one in node_modules, which is unpacked on the first call. */
export async function findChromium(): Promise<string> {
  const path = installed.find((candidate) => existsSync(candidate)) ?? `${unpacked}/chromium`;
  if (!existsSync(path)) await unpack();
  return path;
}

/** The rename at the end keeps an interrupted run from leaving a part of the binary at the final path. */
async function unpack(): Promise<void> {
  const folder = `${cache}/chromium-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const { TMPDIR } = process.env;
  // The package has no other option for the folder that it unpacks to.
  process.env['TMPDIR'] = folder;
  try {
    await bundled.executablePath();
    rmSync(unpacked, { recursive: true, force: true });
    renameSync(folder, unpacked);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  }
}
