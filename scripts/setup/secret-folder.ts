import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Secrets that were made and are not yet with the Worker, one file each, readable by this account alone. A set-up that
 * broke off finds them again; each goes as soon as the Worker has it.
 */
export interface SecretFolder {
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
