import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        root: 'test',
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-05-01',
              compatibilityFlags: ['nodejs_compat', 'global_fetch_strictly_public'],
            },
          }),
        ],
        test: { name: 'unit', include: ['unit/**/*.test.ts'], exclude: ['unit/vault/**'] },
      },
      {
        // The token vault as a real Durable Object on SQLite, its upstream played by the test.
        root: 'test',
        plugins: [
          cloudflareTest({
            main: 'unit/vault/worker.ts',
            miniflare: {
              compatibilityDate: '2026-05-01',
              compatibilityFlags: ['nodejs_compat', 'global_fetch_strictly_public'],
              durableObjects: { TOKEN_VAULT: { className: 'TokenVault', useSQLite: true } },
            },
          }),
        ],
        test: { name: 'vault', include: ['unit/vault/**/*.test.ts'] },
      },
      {
        root: 'test',
        test: { name: 'node', include: ['tenant/**/*.test.ts', 'scripts/**/*.test.ts'] },
      },
    ],
  },
});
