import { defineConfig } from 'vitest/config';

/**
 * Tests of the mutated files in Node.js, since Stryker cannot run in workerd: those of the authorization server on
 * Durable Objects in memory. Tests of the token vault and of the tenant policy, which need SQL, do not take part.
 */
export default defineConfig({
  resolve: { alias: { 'cloudflare:workers': new URL('model/memory-objects.ts', import.meta.url).pathname } },
  test: {
    // As in the main configuration: some tests wait for real timers.
    testTimeout: 15_000,
    include: [
      'test/unit/{crypto,entra,graph,http,lib,tenants}/**/*.test.ts',
      'test/unit/m365/*.test.ts',
      'test/unit/m365/files/*.test.ts',
      'test/unit/oauth/*.test.ts',
      'test/unit/vault/{seal,vault-name,entry,messages}.test.ts',
      'packages/document-text/test/*.test.ts',
    ],
    exclude: [
      // These evict Durable Objects, run their alarms, or need the network or streams of workerd.
      'test/unit/oauth/{connections,sessions,storage}.test.ts',
      'test/unit/http/{read-body,sign-in-faults}.test.ts',
      // Measures time.
      'packages/document-text/test/limits.test.ts',
    ],
  },
});
