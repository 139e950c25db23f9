import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { apps, startSimulator, users } from 'm365-simulator';
import { signInWithDeviceCode } from '../../scripts/entra/sign-in.ts';
import { root } from '../../scripts/lib/bundle.ts';
import { probeGroups } from '../../scripts/live-check/groups.ts';
import { createProbeClient } from '../../scripts/live-check/probe-client.ts';
import { reportJson, reportMarkdown } from '../../scripts/live-check/report.ts';
import { type CheckRunOptions, type Progress, runChecks } from '../../scripts/live-check/run-checks.ts';
import { createOutboundFetch } from '../../src/lib/outbound-fetch.ts';

const tenant = await startSimulator({ checkContract: false });
const { control } = tenant;
const home = mkdtempSync(`${tmpdir()}/live-check-`);
const url = new URL(tenant.url);
const empty: Progress = { results: {}, declined: [] };
beforeEach(() => control.reset());
afterAll(async () => {
  await tenant.close();
  rmSync(home, { recursive: true, force: true });
});

/** Runs the checks as Patti, an administrator. */
function run(changed: Partial<CheckRunOptions> = {}): Promise<Progress> {
  const fetch = createOutboundFetch(({ origin }) => origin === tenant.url);
  return runChecks({
    groups: probeGroups(url),
    progress: empty,
    save: () => undefined,
    confirm: () => Promise.resolve(true),
    connect: async (permissions) => {
      let scopes: readonly string[] = permissions;
      const accessToken =
        permissions.length === 0
          ? undefined
          : await signInWithDeviceCode({
              loginUrl: url,
              tenant: 'organizations',
              clientId: apps.commandLineTools,
              scope: permissions.map((name) => `https://graph.microsoft.com/${name}`).join(' '),
              onScopes: (granted) => (scopes = granted),
              fetch,
              wait: () => Promise.resolve(),
              print: (line) => {
                const userCode = /enter (\w+) and/.exec(line)?.[1];
                if (userCode !== undefined) control.completeDeviceCode({ userCode, user: 'patti' });
              },
            });
      return {
        client: createProbeClient({ graphUrl: url, loginUrl: url, accessToken, fetch }),
        scopes: new Set(scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1))),
      };
    },
    context: { clientAppId: apps.client, downloadHostSuffixes: ['127.0.0.1'] },
    nowMs: () => control.nowMs(),
    print: () => undefined,
    ...changed,
  });
}

const outcomes = ({ results }: Progress): Record<string, string> =>
  Object.fromEntries(Object.entries(results).map(([id, { outcome }]) => [id, outcome]));

describe('live-check', () => {
  test('reports that the assumptions hold in practice, and which do not hold as documented', async () => {
    const practice = outcomes(await run());
    expect(practice).toMatchObject({
      'chat-search-chat-read': 'holds',
      'meeting-url-attendee': 'holds',
      'meeting-id-attendee': 'holds',
      'key-issuers': 'holds',
      'client-device-code': 'holds',
      'search-mail-ids': 'holds',
      'folders-by-content-type': 'holds',
      'chat-search-both': 'holds',
      'transcript-plain': 'holds',
      'list-hits': 'holds',
      'list-people': 'holds',
      'note-titles': 'holds',
    });
    expect(Object.entries(practice).filter(([, outcome]) => outcome === 'fails')).toEqual([]);
    control.reset();
    control.setBehavior('documented');
    const documented = outcomes(await run());
    expect(documented).toMatchObject({ 'chat-search-chat-read': 'fails', 'meeting-url-attendee': 'fails' });
    expect(documented).not.toEqual(practice);
  });

  test('reports shapes, statuses, codes and request ids, and no content, name or id', async () => {
    const progress = await run();
    const header = { version: '0.1.0', cloud: 'global', atMs: control.nowMs() };
    const report =
      JSON.stringify(JSON.parse(reportJson(header, progress))) + reportMarkdown(header, progress);
    expect(progress.results['chat-search-chat-read']?.requests).toEqual([
      {
        shape: 'POST /search/query (chatMessage)',
        status: 403,
        code: 'Forbidden',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    for (const user of Object.values(users)) {
      for (const secret of [user.displayName, user.userPrincipalName, user.objectId, user.tenantId]) {
        expect(report).not.toContain(secret);
      }
    }
    expect(report).not.toMatch(/@|19:|thread\.v2|AAMk|b!|127\.0\.0\.1|eyJ/);
  });

  test('continues after an interruption without running a probe twice', async () => {
    let saved = empty;
    const stopped = run({
      save: (progress) => {
        saved = progress;
        if (Object.keys(progress.results).length === 4) throw new Error('interrupted');
      },
    });
    await expect(stopped).rejects.toThrow('interrupted');
    control.clearRequests();
    const end = await run({ progress: saved });
    expect(Object.keys(end.results)).toHaveLength(
      probeGroups(url).reduce((sum, { probes }) => sum + probes.length, 0),
    );
    expect(control.requests({ kind: 'keys' })).toEqual([]);
  });

  test('sends nothing for a group that is declined, and runs it when it is accepted later', async () => {
    control.clearRequests();
    const declined = await run({ confirm: () => Promise.resolve(false) });
    expect([declined.results, declined.declined.length]).toEqual([{}, probeGroups(url).length]);
    expect(control.requests()).toEqual([]);
    const later = await run({ progress: declined, groups: probeGroups(url).slice(0, 1) });
    expect(later.declined).not.toContain('entra');
  });

  test('docs/live-tenant-checklist.md names the probe of each line, and no other', () => {
    const document = readFileSync(`${root}docs/live-tenant-checklist.md`, 'utf8');
    const named = document.split('\n').flatMap((row) => {
      const line = /^\| (\w+) \|/.exec(row)?.[1];
      const probes = [...row.matchAll(/probe `([a-z-]+)`/g)].map((match) => match[1]);
      return probes.map((probe) => `${line} ${probe}`);
    });
    const existing = probeGroups(url).flatMap(({ probes }) => probes.map(({ id, line }) => `${line} ${id}`));
    expect(named.toSorted()).toEqual(existing.toSorted());
    expect(new Set(existing).size).toBe(existing.length);
  });

  test('npm run live-check signs in, prints progress, saves the report and says where to send it', async () => {
    const child = spawn(
      process.execPath,
      [
        `${root}scripts/live-check.ts`,
        '--login-url',
        tenant.url,
        '--graph-url',
        tenant.url,
        '--folder',
        home,
        '--yes',
        '--group',
        'entra',
        '--group',
        'chats',
      ],
      { cwd: root },
    );
    let output = '';
    const read = (chunk: string): void => {
      output += chunk;
      const userCode = /enter (\w+) and/.exec(chunk)?.[1];
      if (userCode !== undefined) control.completeDeviceCode({ userCode, user: 'patti' });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, output]).toEqual([0, expect.stringContaining('T1  holds')]);
    expect(output).toContain('Send the report: attach report.json to an issue');
    expect(readFileSync(`${home}/report.md`, 'utf8')).toContain('| T1 | chat-search-chat-read | holds |');
  });
});
