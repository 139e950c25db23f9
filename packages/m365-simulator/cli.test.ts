import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));

/** Runs the command. `stopWhen` sends SIGINT as soon as the output contains the text. */
async function runCli(parameters: readonly string[], stopWhen?: string) {
  const child = spawn(process.execPath, [cli, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk;
    if (stopWhen !== undefined && output.stdout.includes(stopWhen)) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { ...output, exitCode };
}

describe('the command of the simulator', () => {
  it('prints the loopback URLs, the users and how to get a token, and exits with 0 on SIGINT', async () => {
    const { stdout, stderr, exitCode } = await runCli(['--port', '0'], '/v1.0/me');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Graph +http:\/\/127\.0\.0\.1:\d+\/v1\.0/);
    expect(stdout).toContain('megan@contoso.example');
    expect(stdout).toContain('"method":"mint"');
    expect(exitCode).toBe(0);
  });

  it('prints its options with --help', async () => {
    const { stdout, exitCode } = await runCli(['--help']);
    expect(stdout).toContain('--port PORT');
    expect(exitCode).toBe(0);
  });

  it('names the port in one line when it is in use', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const { stderr, exitCode } = await runCli(['--port', String(port)]);
    server.close();
    expect(stderr).toBe(`Port ${port} is in use. Choose another one: --port PORT\n`);
    expect(exitCode).toBe(1);
  });

  it.each([
    [['--port', 'x'], /^--port expects a number from 0 to 65535/],
    [['--port', '65536'], /^--port expects a number from 0 to 65535/],
    [['--prt', '1'], /^Unknown option '--prt'/],
  ])('rejects %j in one line', async (parameters, message) => {
    const { stderr, exitCode } = await runCli(parameters);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(1);
  });
});
