import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A Chromium without hand work: an installed one, else the one that comes with the packages, else Debian's, which only
 * root can install.
 * @throws Error that says what was tried.
 */
export async function launchChromium(): Promise<Browser> {
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return await launch(found);
  try {
    return await launch(await bundled.executablePath());
  } catch (error) {
    if (process.getuid?.() !== 0) {
      throw new Error('No Chromium: install one at /usr/bin/chromium.', { cause: error });
    }
  }
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']);
  return await launch('/usr/bin/chromium');
}

async function launch(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
