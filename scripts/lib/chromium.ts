import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { root } from './bundle.ts';

const unpackedFolder = `${root}node_modules/.cache/chromium`;
const bundledShell = `${unpackedFolder}/chromium`;

/** A headless shell has no user interface, and takes less than half the CPU time of a browser that hides its own. */
const headlessShell = '/usr/bin/chromium-headless-shell';
const installedBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Command line options for pages on loopback. */
export const chromiumOptions = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // Chromium otherwise looks up accounts.google.com and its update server.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Path of a Chromium that starts: an installed headless shell, the one of node_modules, which is unpacked on the first call,
 * or an installed browser.
 * @throws Error when none starts, with the reason of the one in node_modules
 */
export async function findChromium(): Promise<string> {
  if (starts(headlessShell)) return headlessShell;
  try {
    if (!existsSync(bundledShell)) await unpack();
    readVersion(bundledShell);
    return bundledShell;
  } catch (error) {
    const installed = installedBrowsers.find(starts);
    if (installed === undefined) throw error;
    return installed;
  }
}

function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    readVersion(path);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error when the program does not start, for example because a library is missing */
function readVersion(path: string): string {
  return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The rename at the end keeps an interrupted run from leaving a part of the binary at the final path. */
async function unpack(): Promise<void> {
  const folder = `${unpackedFolder}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const { TMPDIR } = process.env;
  // The package has no other option for the folder that it unpacks to.
  process.env['TMPDIR'] = folder;
  try {
    await bundled.executablePath();
    rmSync(unpackedFolder, { recursive: true, force: true });
    renameSync(folder, unpackedFolder);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  }
}
