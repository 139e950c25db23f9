import type { TestProject } from 'vitest/node';
import { findChromium } from '../../scripts/lib/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium for the browser tests, or the reason why there is none. */
    chromium: { readonly path: string } | { readonly error: string };
  }
}

/** Finds or unpacks Chromium once, before any worker starts. */
export async function setup(project: TestProject): Promise<void> {
  try {
    project.provide('chromium', { path: await findChromium() });
  } catch (error) {
    project.provide('chromium', { error: String(error) });
  }
}
