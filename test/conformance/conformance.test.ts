import { beforeAll, describe, expect, inject, test } from 'vitest';
import { bundle } from '../../scripts/lib/bundle.ts';
import { runSuite } from './run-suite.ts';
import { suiteRuns } from './suite-runs.ts';
import { withServer } from './with-server.ts';

/** Number of server scenarios that each revision requires. The sets are frozen. */
const required = { '2026-07-28': 37, '2025-11-25': 30 };

/** Scenarios that need a session, because the server sends a request to the client during a call. */
const needASession = [
  'tools-call-sampling',
  'tools-call-elicitation',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
];

describe.each(suiteRuns)(
  'the MCP conformance suite, $name, revision $revision',
  ({ name, main, revision, baseline }) => {
    let folder: string;
    beforeAll(async () => {
      folder = main === undefined ? inject('bundle') : await bundle(main);
    });

    test('passes except for the expected failures', { timeout: 120_000 }, async () => {
      const run = await withServer(folder, (url) => runSuite(url, revision, baseline));
      expect(run.exitCode, run.output).toBe(0);
      expect(run.passed.length + run.failed.length).toBe(required[revision]);
      if (name === 'fixture') expect(run.failed).toEqual(revision === '2025-11-25' ? needASession : []);
    });
  },
);
