import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from '../lib/bundle.ts';

/** Paths of all files that git does not ignore. */
export function projectFiles(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return list.split('\0').filter((path) => path !== '' && existsSync(root + path));
}
