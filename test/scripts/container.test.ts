import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';

const dockerfile = readFileSync(`${root}Dockerfile`, 'utf8').replaceAll('\\\n', ' ');
const instructions = dockerfile
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/ (.*)/s) as [string, string]);
const argumentsOf = (name: string) =>
  instructions.filter(([instruction]) => instruction === name).map(([, argument]) => argument);

describe('Dockerfile', () => {
  it('starts from an image with a version', () => {
    for (const image of argumentsOf('FROM')) expect(image).toMatch(/^(?:[\w./-]+:\d[\w.-]*|build) AS \w+$/);
  });

  it('runs as a user without privileges, and installs nothing after the build stage', () => {
    expect(argumentsOf('USER')).toEqual(['connector']);
    const run = instructions.findIndex(([name, argument]) => name === 'FROM' && argument.startsWith('build'));
    const after = instructions.slice(run).filter(([name]) => name === 'RUN');
    for (const [, command] of after) expect(command).not.toMatch(/npm|apt|curl/);
  });

  it('starts one process in exec form and checks its health', () => {
    for (const name of ['ENTRYPOINT', 'CMD'])
      expect(JSON.parse(argumentsOf(name)[0] ?? '')).toBeInstanceOf(Array);
    expect(argumentsOf('HEALTHCHECK')).toEqual([expect.stringContaining('/healthz')]);
    expect(argumentsOf('VOLUME')).toEqual(['/data']);
  });

  it('copies no configuration, key or local state into the image', () => {
    const read = (name: string) => readFileSync(`${root}${name}`, 'utf8').split('\n').filter(Boolean);
    const ignored = read('.dockerignore');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '*.env', '.env*']));
    for (const pattern of read('.gitignore').filter((name) => !name.endsWith('.env'))) {
      expect(ignored).toContain(pattern.replace(/\/$/, ''));
    }
  });
});

describe('compose.yaml', () => {
  const [, connector = ''] =
    /^ {2}connector:\n((?: {4}.*\n|\n)+)/m.exec(readFileSync(`${root}compose.yaml`, 'utf8')) ?? [];

  it('publishes the port on loopback only, without privileges, on a read-only file system', () => {
    expect(connector).toContain("ports: ['127.0.0.1:8787:8787']");
    expect(connector).toContain('read_only: true');
    expect(connector).toContain('cap_drop: [ALL]');
    expect(connector).toContain("security_opt: ['no-new-privileges:true']");
    expect(connector).not.toContain('privileged: true');
  });
});
