import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Deployment } from '../cloudflare/wrangler-config.ts';
import type { WorkerSecrets } from '../cloudflare/wrangler.ts';
import type { GraphClient } from './graph-client.ts';
import type { SetupOptions } from './options.ts';

/** Dependencies of all steps of the set-up. */
export interface SetupContext {
  readonly options: SetupOptions;
  readonly changes: ChangeLog;
  readonly graph: GraphClient;
  /** The Worker to configure. */
  readonly deployment: Deployment;
  readonly secrets: WorkerSecrets;
  readonly folder: SecretFolder;
  readonly nowMs: number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** `apply` makes changes, `dry-run` prints them, `check` prints them and fails. */
export type Mode = 'apply' | 'dry-run' | 'check';

/** Prints and applies the changes of the set-up. */
interface ChangeLog {
  readonly mode: Mode;
  /** Number of changes and drifts. */
  readonly count: number;
  /**
   * Prints the title of the next section.
   * @param hasChanges false for a section that only informs: it does not print "no changes"
   */
  startSection(title: string, hasChanges?: boolean): void;
  /**
   * Prints a change and, in mode `apply`, makes it.
   * @param assumed result in the other modes
   */
  apply<T>(text: string, apply: () => Promise<T>, assumed: T): Promise<T>;
  /** Prints a difference that the set-up does not change. It counts, so that `--check` fails. */
  drift(text: string): void;
  /** Prints information that is not a difference. */
  note(text: string): void;
  /** Ends the last section. */
  endSection(): void;
}

/** Prints `+` for a change, `!` for drift, `·` for a note. */
export function createChangeLog(mode: Mode, print: (line: string) => void): ChangeLog {
  let count = 0;
  let isEmpty = false;
  const printLine = (line: string): void => {
    isEmpty = false;
    print(line);
  };
  return {
    mode,
    get count() {
      return count;
    },
    startSection(title, hasChanges = true) {
      this.endSection();
      print(`\n${title}`);
      isEmpty = hasChanges;
    },
    async apply(text, apply, assumed) {
      count += 1;
      printLine(`  + ${text}`);
      return mode === 'apply' ? await apply() : assumed;
    },
    drift(text) {
      count += 1;
      printLine(`  ! ${text}`);
    },
    note: (text) => printLine(`  · ${text}`),
    endSection() {
      if (isEmpty) print('  no changes');
      isEmpty = false;
    },
  };
}

/**
 * Secrets that the Worker does not have yet, one file each, readable only by this account. An interrupted set-up continues
 * with them; each file is deleted once the Worker has the secret.
 */
export interface SecretFolder {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
  remove(name: string): void;
  pathOf(name: string): string;
}

/** Keeps writes in memory, so that `--dry-run` and `--check` print what a run would store. */
export function createMemoryFolder(folder: SecretFolder): SecretFolder {
  const written = new Map<string, string | undefined>();
  return {
    pathOf: (name) => folder.pathOf(name),
    read: (name) => (written.has(name) ? written.get(name) : folder.read(name)),
    write: (name, value) => void written.set(name, value),
    remove: (name) => void written.set(name, undefined),
  };
}

/** A change that creates a secret for the Worker. Without `apply` a placeholder stands for it. */
export async function createPendingSecret(
  { changes, folder }: Pick<SetupContext, 'changes' | 'folder'>,
  name: string,
  text: string,
  create: () => Promise<void>,
): Promise<void> {
  await changes.apply(text, create, undefined);
  if (changes.mode !== 'apply') folder.write(name, '(new)');
}

/** @param folder a path that git ignores */
export function createSecretFolder(folder: string): SecretFolder {
  const pathOf = (name: string) => `${folder}/${name}`;
  return {
    pathOf,
    read: (name) => (existsSync(pathOf(name)) ? readFileSync(pathOf(name), 'utf8') : undefined),
    write(name, value) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
      writeFileSync(pathOf(name), value, { mode: 0o600 });
    },
    remove: (name) => rmSync(pathOf(name), { force: true }),
  };
}
