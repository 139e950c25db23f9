import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/lib/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the production bundle. */
    bundle: string;
  }
}

/** The production bundle is made once for all end-to-end tests. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('bundle', await bundle());
}
