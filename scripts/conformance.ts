/**
 * `npm run conformance`: the official MCP conformance suite, both revisions, against the connector and against a fixture
 * Worker with the connector's router, middleware and handler and the features that the suite requires.
 */
import { suiteRuns } from '../test/conformance/suite-runs.ts';
import { withServer } from '../test/conformance/with-server.ts';
import { runSuite } from '../test/conformance/run-suite.ts';
import { bundle } from './lib/bundle.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

await runCommand('npm run conformance', async () => {
  readOptions({ options: {} });
  let failures = '';
  for (const { name, main, revision, baseline } of suiteRuns) {
    const run = await withServer(await bundle(main), (url) => runSuite(url, revision, baseline));
    const required = run.passed.length + run.failed.length;
    console.log(
      `${run.exitCode === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(9)} ${revision}  ${run.passed.length} of ${required} scenarios, ${run.checks} checks passed`,
    );
    if (run.exitCode !== 0) failures += run.output;
  }
  if (failures !== '') {
    console.log(failures);
    process.exitCode = 1;
  }
});
