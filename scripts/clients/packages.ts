import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs one package by exact version into a folder of its own, without install scripts.
 * @returns the folder with `node_modules`
 * @throws Error with the output of npm
 */
export function installPackage(folder: string, name: string, version: string): string {
  const home = join(folder, `${name.replaceAll('/', '+')}-${version}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
  const parameters = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const { status, stderr } = spawnSync('npm', [...parameters, `${name}@${version}`], {
    cwd: home,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`npm install ${name}@${version}: ${stderr.slice(0, 500)}`);
  return home;
}
