import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { chromiumOptions } from '../../scripts/lib/chromium.ts';

const advice =
  'Install Chromium as /usr/bin/chromium (Debian and Ubuntu: apt-get install chromium), or leave the browser tests out: npm test -- --project !browser';

/**
 * Launches the Chromium that the global setup found.
 * @throws Error with instructions where there is none or it does not start
 */
export async function launchChromium(): Promise<Browser> {
  const found = inject('chromium');
  if ('error' in found) throw new Error(`No Chromium for the browser tests (${found.error}). ${advice}`);
  try {
    return await chromium.launch({
      executablePath: found.path,
      headless: true,
      args: chromiumOptions,
    });
  } catch (error) {
    throw new Error(`${found.path} did not start. ${advice}`, { cause: error });
  }
}
