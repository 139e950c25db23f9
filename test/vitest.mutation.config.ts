import { defineConfig } from 'vitest/config';

/** Tests of the mutated files that run in Node. Those on Durable Objects need workerd, where Stryker cannot run. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{crypto,entra,graph,lib}/**/*.test.ts',
      'test/unit/m365/*.test.ts',
      'test/unit/m365/files/*.test.ts',
      'test/unit/oauth/{client,known-clients,redirect-uri,registration,resource-indicator}*.test.ts',
      'test/unit/vault/{seal,vault-name,entry,messages}.test.ts',
    ],
  },
});
