import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { isLongKey } from './model/provided.ts';

// Vite's build() in the global setup sets NODE_ENV to production, and Miniflare then downloads `Request.cf` at each start.
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';

/** Options of every Worker of the unit tests. A request that the test does not stub fails. */
const worker = {
  compatibilityDate: '2026-05-01',
  compatibilityFlags: ['nodejs_compat', 'global_fetch_strictly_public'],
  outboundService: () => {
    throw new Error('A unit test sent a request.');
  },
};

const isLong = process.env['LONG_TESTS'] !== undefined;

/** Options of the projects that compute: a worker per core of a small machine, because each loads all modules. */
const shared = {
  maxWorkers: 2,
  provide: { [isLongKey]: isLong },
  // No module holds state from one file to the next, so the files of a project share processes, which saves a minute.
  isolate: false,
  // Several times the longest test, hook and poll on a machine with a load of 15.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 60_000 } },
};

/**
 * Options of the projects whose tests start programs, such as workerd and wrangler. They run last, and by more workers,
 * as many of their tests wait for seconds, such as for the policy cache.
 */
const withPrograms = {
  ...shared,
  maxWorkers: 4,
  sequence: { groupOrder: 1 },
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

const memoryObjects = new URL('model/memory-objects.ts', import.meta.url).pathname;

export default defineConfig({
  test: {
    // Rows of concurrent tables, such as those of faults, mostly wait. More at once would delay each other on a busy machine.
    maxConcurrency: 16,
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
          setupFiles: ['test/unit/setup.ts'],
          ...shared,
          include: ['test/unit/**/*.test.ts', 'packages/document-text/test/**/*.test.ts'],
          exclude: [
            'test/unit/vault/**',
            'test/unit/policy/**',
            'test/unit/oauth/**',
            'packages/document-text/test/node/**',
          ],
        },
      },
      {
        // Token vault and tenant policy as real Durable Objects on SQLite. Tests stub their upstream.
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
          ...shared,
          setupFiles: ['unit/setup.ts'],
          include: ['unit/vault/**/*.test.ts', 'unit/policy/**/*.test.ts'],
        },
      },
      {
        // The OAuth server on its real Durable Objects. Tests stub Entra.
        root: 'test',
        plugins: [
          cloudflareTest({
            main: 'unit/oauth/worker.ts',
            miniflare: {
              ...worker,
              durableObjects: {
                OAUTH_GRANT: { className: 'OAuthGrant', useSQLite: true },
                OAUTH_USER: { className: 'OAuthUser', useSQLite: true },
                BROWSER_SESSION: { className: 'BrowserSession', useSQLite: true },
              },
            },
          }),
        ],
        test: {
          name: 'oauth',
          ...shared,
          setupFiles: ['unit/setup.ts'],
          include: ['unit/oauth/**/*.test.ts'],
        },
      },
      {
        // The model of sign-ins runs on Durable Objects in memory: it makes some 100,000 calls.
        root: 'test',
        resolve: { alias: { 'cloudflare:workers': memoryObjects } },
        test: {
          name: 'node',
          ...withPrograms,
          include: ['../packages/m365-simulator/**/*.test.ts', '{scripts,model,fuzz}/**/*.test.ts'],
        },
      },
      {
        // The tests of document-text again, in Node.js: the package runs in both. Its limits count work, which is the same.
        root: '.',
        test: {
          name: 'document-text-node',
          ...shared,
          include: ['packages/document-text/test/**/*.test.ts'],
          exclude: isLong ? [] : ['packages/document-text/test/limits/**'],
        },
      },
      {
        // The production bundle on workerd beside the simulated tenant, a pair for each file.
        root: 'test',
        test: {
          name: 'e2e',
          ...withPrograms,
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts'],
        },
      },
      {
        // The same pair, and the official conformance suite.
        root: 'test',
        test: {
          name: 'conformance',
          ...withPrograms,
          include: ['conformance/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts'],
        },
      },
      {
        // The same pair, and a user in Chromium.
        root: 'test',
        test: {
          name: 'browser',
          ...withPrograms,
          include: ['browser/**/*.test.ts'],
          globalSetup: ['e2e/global-setup.ts', 'browser/global-setup.ts'],
        },
      },
    ],
  },
});
