import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** What all Workers of the unit tests have. Their upstream is played by the test: nobody else is asked. */
const worker = {
  compatibilityDate: '2026-05-01',
  compatibilityFlags: ['nodejs_compat', 'global_fetch_strictly_public'],
  outboundService: () => {
    throw new Error('A unit test sent a request.');
  },
};

/** Several times what the longest takes where nothing else runs. */
const testTimeout = 15_000;

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Rows of a table that mostly wait, such as those of faults, wait together.
    maxConcurrency: 64,
    projects: [
      {
        root: '.',
        plugins: [
          cloudflareTest({
            miniflare: worker,
          }),
        ],
        test: {
          name: 'unit',
          testTimeout,
          // No module of the connector holds state, so files can share a worker, which saves a minute.
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'packages/document-text/test/**/*.test.ts'],
          exclude: ['test/unit/vault/**', 'test/unit/policy/**', 'test/unit/oauth/**'],
        },
      },
      {
        // Token vault and tenant policy as real Durable Objects on SQLite, their upstream played by the test.
        root: 'test',
        plugins: [
          cloudflareTest({
            main: 'unit/vault/worker.ts',
            miniflare: {
              ...worker,
              durableObjects: {
                TOKEN_VAULT: { className: 'TokenVault', useSQLite: true },
                TENANT_POLICY: { className: 'TenantPolicy', useSQLite: true },
              },
            },
          }),
        ],
        test: {
          name: 'vault',
          testTimeout,
          include: ['unit/vault/**/*.test.ts', 'unit/policy/**/*.test.ts'],
        },
      },
      {
        // The relay on its real Durable Objects, Entra played by the test.
        root: 'test',
        plugins: [
          cloudflareTest({
            main: 'unit/oauth/worker.ts',
            miniflare: {
              ...worker,
              durableObjects: {
                OAUTH_GRANT: { className: 'OAuthGrant', useSQLite: true },
                OAUTH_USER: { className: 'OAuthUser', useSQLite: true },
              },
            },
          }),
        ],
        test: { name: 'sign-in', testTimeout, include: ['unit/oauth/**/*.test.ts'] },
      },
      {
        root: 'test',
        test: {
          name: 'node',
          testTimeout,
          include: ['../packages/m365-simulator/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        // The production bundle on workerd beside the simulated tenant, each file with its own pair.
        root: 'test',
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // The same pair, and the official conformance suite.
        root: 'test',
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts'],
        },
      },
      {
        // The same pair, and a person in Chromium.
        root: 'test',
        test: {
          name: 'browser',
          include: ['browser/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
