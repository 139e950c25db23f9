import { defineConfig } from 'vitest/config';

const model = (file: string): string => new URL(`model/${file}`, import.meta.url).pathname;

/** Tests of the mutated files in Node.js, since Stryker cannot run in workerd: Durable Objects are in memory. */
export default defineConfig({
  resolve: {
    alias: {
      'cloudflare:workers': model('memory-objects.ts'),
      'cloudflare:test': model('memory-control.ts'),
    },
  },
  test: {
    // Several times the longest test. A mutant whose promise never settles costs this time.
    testTimeout: 8_000,
    // Each mutant starts one worker, not one for each test file.
    isolate: false,
    setupFiles: ['test/model/short-properties.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'objects',
          setupFiles: ['test/model/short-properties.ts', 'test/model/memory-classes.ts'],
          include: ['test/unit/{oauth,policy,tenants,vault}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'functions',
          include: [
            'test/unit/{crypto,entra,graph,http,lib}/**/*.test.ts',
            'test/unit/m365/*.test.ts',
            'test/unit/m365/files/*.test.ts',
            'packages/document-text/test/*.test.ts',
          ],
          exclude: [
            // Streams and the network of workerd.
            'test/unit/http/{read-body,sign-in-faults}.test.ts',
          ],
        },
      },
    ],
  },
});
