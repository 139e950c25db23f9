import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const timeoutMs = 300_000;

/**
 * Installs one package by exact version into a folder of its own, without install scripts. The event loop runs meanwhile:
 * connections that the Worker closes must not be used for the next request.
 * @returns the folder with `node_modules`
 * @throws Error with the output of npm
 */
export async function installPackage(folder: string, name: string, version: string): Promise<string> {
  const home = join(folder, `${name.replaceAll('/', '+')}-${version}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
  const parameters = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  try {
    await promisify(execFile)('npm', [...parameters, `${name}@${version}`], {
      cwd: home,
      timeout: timeoutMs,
    });
  } catch (error) {
    throw new Error(`npm install ${name}@${version}: ${String(error).slice(0, 500)}`, { cause: error });
  }
  return home;
}
