/**
 * `npm run conformance`: the official conformance suite, both revisions, against the connector and against a Worker that
 * has the connector's router, middleware and handler and the features that the suite looks for.
 */
import { suiteRuns } from '../test/conformance/suite-runs.ts';
import { withServer } from '../test/conformance/with-server.ts';
import { runSuite } from '../test/conformance/run-suite.ts';
import { bundle } from './lib/bundle.ts';

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
