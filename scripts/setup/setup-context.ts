import type { Deployment } from '../wrangler/deployment.ts';
import type { WorkerSecrets } from '../wrangler/worker-secrets.ts';
import type { Changes } from './changes.ts';
import type { DirectoryClient } from './directory-client.ts';
import type { SecretFolder } from './secret-folder.ts';
import type { SetupOptions } from './setup-options.ts';

/** What every part of the set-up works with. */
export interface SetupContext {
  readonly options: SetupOptions;
  readonly changes: Changes;
  readonly graph: DirectoryClient;
  /** The Worker that is set up. */
  readonly deployment: Deployment;
  readonly secrets: WorkerSecrets;
  readonly folder: SecretFolder;
  readonly nowMs: number;
}
