/** Part of `npm run check -- --release`: what is published names its repository and its version. */
import manifest from '../package.json' with { type: 'json' };
import { releaseProblems } from './checks/release-problems.ts';

const problems = releaseProblems({
  repository: manifest.repository,
  version: manifest.version,
  runsIn: process.env['GITHUB_REPOSITORY'],
  tag: process.env['GITHUB_REF_TYPE'] === 'tag' ? process.env['GITHUB_REF_NAME'] : undefined,
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
