/**
 * `npm run test:clients`: signs in with real client programs from npm, each installed by exact version into a temporary
 * folder, and with the replayed requests of others. Writes docs/clients.json, from which `npm run generate` makes the table
 * of docs/clients.md. `--only NAME` runs the clients with this text in their name, and keeps the other results. Exits with 1
 * if a client fails.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { libraries } from './clients/libraries.ts';
import { installPackage } from './clients/packages.ts';
import { programs } from './clients/programs.ts';
import { replay } from './clients/replay.ts';
import { replayedClients, selfHostedRedirectUris, standInDocuments } from './clients/replayed-clients.ts';
import { runLibrary } from './clients/run-library.ts';
import { runProgram } from './clients/run-program.ts';
import { type ClientResult, hasFailed } from './clients/scenario.ts';
import { bundle, root } from './lib/bundle.ts';
import { readOptions, runCommand } from './lib/command-line.ts';
import { startSimulation } from './lib/simulation.ts';

const reportFile = `${root}docs/clients.json`;

await runCommand('npm run test:clients [-- --only NAME]', async () => {
  const { values } = readOptions({ options: { only: { type: 'string', default: '' } } });
  const folder = mkdtempSync(`${tmpdir()}/m365-clients-`);
  const simulation = await startSimulation({
    bundle: await bundle(),
    env: { TRUSTED_REDIRECT_URIS: selfHostedRedirectUris.join(',') },
    documents: standInDocuments,
  });
  const results: ClientResult[] = [];
  const record = async (name: string, run: () => Promise<ClientResult>) => {
    if (!name.includes(values.only)) return;
    const result = await run().catch((error: unknown): ClientResult => ({
      client: name,
      registration: '',
      steps: { signIn: `fails: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}` },
    }));
    results.push(result);
    console.log(`${hasFailed(result) ? 'FAILED' : 'ok    '} ${name} ${JSON.stringify(result.steps)}`);
  };
  try {
    for (const library of libraries) {
      await record(`${library.name} ${library.version}`, async () =>
        runLibrary(simulation, await installPackage(folder, library.name, library.version), library),
      );
    }
    for (const program of programs) {
      await record(`${program.name} ${program.version}`, async () =>
        runProgram(simulation, await installPackage(folder, program.name, program.version), program),
      );
    }
    for (const replayed of replayedClients) {
      await record(replayed.client, () => replay(simulation, replayed));
    }
  } finally {
    await simulation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (values.only === '') {
    const report = { date: new Date().toISOString().slice(0, 10), results };
    writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
  }
  const failed = results.filter(hasFailed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
