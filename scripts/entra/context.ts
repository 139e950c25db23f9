import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Deployment } from '../cloudflare/wrangler-config.ts';
import type { WorkerSecrets } from '../cloudflare/wrangler.ts';
import type { GraphClient } from './graph-client.ts';
import type { SetupOptions } from './options.ts';

/** What every part of the set-up works with. */
export interface SetupContext {
  readonly options: SetupOptions;
  readonly changes: ChangeLog;
  readonly graph: GraphClient;
  /** The Worker that is set up. */
  readonly deployment: Deployment;
  readonly secrets: WorkerSecrets;
  readonly folder: SecretFolder;
  readonly nowMs: number;
}

/** What becomes of a change: it is made, shown first, or counted as drift. */
export type Mode = 'apply' | 'dry-run' | 'check';

/** Where the set-up description what it does. */
interface ChangeLog {
  readonly mode: Mode;
  /** How many changes there were. */
  readonly count: number;
  /** Says which part is looked at now. */
  startSection(title: string): void;
  /**
   * Says what changes and, in mode `apply`, does it.
   * @param assumed what the rest of the set-up goes on with where nothing is done
   */
  apply<T>(text: string, apply: () => Promise<T>, assumed: T): Promise<T>;
  /** A difference that the set-up leaves alone. It counts, so that `--check` fails. */
  drift(text: string): void;
  /** What a person should know, and no difference. */
  note(text: string): void;
  /** Ends the last part. */
  endSection(): void;
}

/** Prints as it goes: `+` for a change, `!` for drift that stays, `·` for a note. */
export function createChangeLog(mode: Mode, print: (line: string) => void): ChangeLog {
  let count = 0;
  let isQuiet = false;
  const say = (line: string): void => {
    isQuiet = false;
    print(line);
  };
  return {
    mode,
    get count() {
      return count;
    },
    startSection(title) {
      this.endSection();
      print(`\n${title}`);
      isQuiet = true;
    },
    async apply(text, apply, assumed) {
      count += 1;
      say(`  + ${text}`);
      return mode === 'apply' ? await apply() : assumed;
    },
    drift(text) {
      count += 1;
      say(`  ! ${text}`);
    },
    note: (text) => say(`  · ${text}`),
    endSection() {
      if (isQuiet) print('  as it should be');
      isQuiet = false;
    },
  };
}

/**
 * Secrets that were made and are not yet with the Worker, one file each, readable by this account alone. A set-up that
 * broke off finds them again; each goes as soon as the Worker has it.
 */
interface SecretFolder {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
  remove(name: string): void;
  pathOf(name: string): string;
}

/** @param folder not under version control */
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
