import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { freePort, simulatedEnvironment } from '../../scripts/lib/simulation.ts';
import { startWorker, type WorkerProcess } from '../../scripts/lib/worker-process.ts';
import { type Replay, startReplay } from './start-replay.ts';

/** A Worker on workerd and its upstream without delay. */
export interface BenchConnector {
  readonly url: URL;
  readonly replay: Replay;
  readonly worker: WorkerProcess;
  readonly stop: () => Promise<void>;
}

/**
 * Starts both on loopback, with Durable Objects on disk and no log kept.
 * @param bundle folder of the bundle
 * @param inspectorPort port of the V8 inspector, for profiles
 * @param hasLargeFiles whether the upstream holds those of large-files.ts
 */
export async function startConnector(
  bundle: string,
  { inspectorPort, hasLargeFiles = false }: { inspectorPort?: number; hasLargeFiles?: boolean } = {},
): Promise<BenchConnector> {
  const replay = await startReplay(hasLargeFiles);
  const dataFolder = mkdtempSync(`${tmpdir()}/m365-bench-`);
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const env = simulatedEnvironment(url.origin, replay.url);
  const worker = await startWorker({ bundle, port, env, dataFolder, keepLog: false, inspectorPort }).catch(
    async (error: unknown) => {
      await replay.stop();
      throw error;
    },
  );
  return {
    url,
    replay,
    worker,
    stop: async () => {
      await worker.stop();
      await replay.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
