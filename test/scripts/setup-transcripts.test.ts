import { contoso } from 'm365-simulator';
import { afterAll, expect, test } from 'vitest';
import { parseAutomationCredential } from '../../scripts/entra/unattended.ts';
import { createAdministrator } from './administrator.ts';
import { type SetupRun, registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
const administrator = createAdministrator(world.tenant);
afterAll(() => world.stop());

const fresh = ['--public-url', 'https://mcp.example.com'];

/** Runs set-up and records its command line and output. */
type Run = (command: string, run?: (args: readonly string[]) => Promise<SetupRun>) => Promise<void>;

interface Sequence {
  readonly title: string;
  readonly about: string;
  readonly steps: (run: Run) => Promise<void>;
}

const unattended = (args: readonly string[]) =>
  world.runUnattended(
    parseAutomationCredential(world.folder.read('SETUP_CREDENTIAL') ?? ''),
    args.filter((option) => option !== '--unattended'),
  );

const sequences: readonly Sequence[] = [
  {
    title: 'A new tenant',
    about: 'The first run, and a second one that changes nothing.',
    async steps(run) {
      await run('--public-url https://mcp.example.com');
      await run('');
    },
  },
  {
    title: 'Slow replication',
    about: 'Entra shows new objects after minutes.',
    async steps(run) {
      control.setReplicationDelay(90_000);
      await run('--public-url https://mcp.example.com');
    },
  },
  {
    title: 'Interrupted',
    about: 'The first run was broken off before it created the service principals.',
    async steps(run) {
      await world.run(fresh, 'patti', { write: 8, when: 'before' }).catch(() => undefined);
      await run('--public-url https://mcp.example.com');
    },
  },
  {
    title: 'Consent revoked by an administrator',
    about: 'All consent of the server application was revoked in the admin center.',
    async steps(run) {
      await world.run(fresh);
      await administrator.revokeAll(registeredApps(world).server.appId);
      await run('--check');
      await run('--grant');
    },
  },
  {
    title: 'Deleted and restored',
    about: 'The server application was deleted in the admin center.',
    async steps(run) {
      await world.run(fresh);
      await administrator.deleteApplication(registeredApps(world).server.appId);
      await run('');
      await run('--restore');
    },
  },
  {
    title: 'Single tenant to several tenants',
    about: 'The id of a second tenant was added to `ALLOWED_TENANTS`.',
    async steps(run) {
      await world.run(fresh);
      world.setVariable('ALLOWED_TENANTS', `${contoso},fab00000-0000-4000-8000-00000000fab0`);
      await run('--check');
      await run('--multi-tenant');
    },
  },
  {
    title: 'Rotation of the key',
    about: 'A new certificate beside the old one.',
    async steps(run) {
      await world.run(fresh);
      await run('--rotate');
    },
  },
  {
    title: 'Secret to certificate to federated credential',
    about: 'The Worker has one type of credential at a time.',
    async steps(run) {
      await run('--public-url https://mcp.example.com --secret');
      await run('--rotate');
      await run('--federated');
    },
  },
  {
    title: 'Unattended check and renewal',
    about:
      'An administrator creates the credential once. 340 days later the pipeline renews the certificate.',
    async steps(run) {
      await world.run(fresh);
      await run('--automation');
      await run('--unattended --check', unattended);
      world.passDays(340);
      await run('--unattended', unattended);
    },
  },
];

/** Replaces what differs from run to run. */
function normalize(line: string): string {
  return line
    .replaceAll(/\/\S*\/secrets\//g, '.setup/m365-mcp-connector/')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '00000000-…')
    .replaceAll(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD')
    .replaceAll(/(YYYY-MM-DD) [0-9a-f]{8}\b/g, '$1 1a2b3c4d')
    .replaceAll(/request id \S+\)/g, 'request id …)');
}

const command = (args: string) => `$ npm run setup${args === '' ? '' : ` -- ${args}`}`;

test(
  'docs/setup-transcripts.md has the output of setup in every sequence',
  { timeout: 120_000 },
  async () => {
    const parts: string[] = [];
    for (const { title, about, steps } of sequences) {
      world.reset();
      const lines: string[] = [];
      await steps(async (args, run = world.run) => {
        const given = args === '' ? [] : args.split(' ');
        let output: readonly string[];
        try {
          const { lines: printed, count } = await run(given);
          output = [...printed, '', count === 0 ? 'Nothing to change.' : `Changes: ${count}`];
        } catch (error) {
          output = [error instanceof Error ? error.message : String(error)];
        }
        lines.push(command(args), ...output.map(normalize), '');
      });
      const text = lines
        .join('\n')
        .replaceAll(/\n{2,}/g, '\n\n')
        .trimEnd();
      parts.push(`## ${title}\n\n${about}\n\n\`\`\`\n${text}\n\`\`\`\n`);
    }
    const intro =
      '# Transcripts of the set-up\n\n' +
      'Output of `npm run setup` against the [simulated tenant](../packages/m365-simulator/README.md), which rejects what Entra rejects. ' +
      'Generated by `test/scripts/setup-transcripts.test.ts`; update with `npm test -- --project node setup-transcripts -u`. ' +
      '`+` is a change, `!` a difference that the set-up does not change, `·` information. Ids and dates are replaced.\n\n';
    await expect(intro + parts.join('\n')).toMatchFileSnapshot('../../docs/setup-transcripts.md');
  },
);
