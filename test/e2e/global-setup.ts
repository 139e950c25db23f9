import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/lib/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the production bundle. */
    bundle: string;
  }
}

/** The production bundle is built once, by `npm test` or by the first of the projects that need it. */
export async function setup(project: TestProject): Promise<void> {
  process.env['TEST_BUNDLE'] ??= await bundle();
  project.provide('bundle', process.env['TEST_BUNDLE']);
}
