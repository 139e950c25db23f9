/**
 * `npm run generate`: writes the sections of the documents that are derived from the code. `--check` writes nothing and
 * exits with 1 when a section is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import mutationFigures from '../docs/mutation.json' with { type: 'json' };
import manifest from '../package.json' with { type: 'json' };
import { auditEventVersion } from '../src/audit/audit-event.ts';
import { type AreaId, areaIds, areas, getArea } from '../src/tenants/areas.ts';
import { type EntraFailureKind, codesByKind, otherSources, referenceUrl } from '../src/entra/aadsts-codes.ts';
import { entraErrorMessage } from '../src/entra/error-messages.ts';
import {
  type PermissionDefinition,
  optionalPermissions,
  permissions,
  requestedPermissions,
  usedPermissions,
} from '../src/tenants/permissions.ts';
import { type ClientResult, stepNames } from './clients/scenario.ts';
import { prompts } from '../src/mcp/prompts/definitions.ts';
import { resourceKinds } from '../src/m365/kinds.ts';
import { type ResourceKind, resourceTemplates } from '../src/m365/uri.ts';
import { tools } from '../src/tools/index.ts';
import { type Variable, variables } from '../src/variables.ts';
import { auditMembers } from './lib/audit-members.ts';
import { root } from './lib/bundle.ts';
import { demoExcerpt } from './lib/demo-excerpt.ts';
import { requestRows } from './lib/graph-requests.ts';
import { hiddenTextRows } from './lib/hidden-text.ts';
import { mutationRows } from './lib/mutation-report.ts';
import { planMutationRuns } from './lib/mutation-subjects.ts';
import registryTemplate from './checks/registry-entry.json' with { type: 'json' };
import { type PublicRepository, publicRepository } from './checks/release.ts';
import { exampleManifests } from './entra/manifests.ts';
import { setupUsage } from './entra/options.ts';
import { readOptions, runCommand } from './lib/command-line.ts';
import { packagePurposes } from './supply-chain/packages.ts';

const toolTable = table(
  ['Tool', 'Does', 'Reads, with the permission'],
  tools.map((tool) => [
    `\`${tool.name}\``,
    tool.title,
    tool.areas.map((id) => `${getArea(id).name}: ${formatNeeds(id)}`).join('; ') ||
      'the permission of the resource that it reads',
  ]),
);
const variableTable = table(
  ['Name', 'Kind', 'Meaning'],
  Object.entries<Variable>(variables).map(([name, { required, secret, meaning }]) => [
    `\`${name}\``,
    [required ? 'required' : 'optional', secret ? 'secret' : 'variable'].join(' '),
    meaning,
  ]),
);
const permissionTable = table(
  ['Permission', 'Area', 'Includes', 'Admin consent required', 'Requested by the set-up', 'Id'],
  Object.entries<PermissionDefinition>(permissions).map(([name, definition]) => [
    `\`${name}\``,
    definition.opens ?? formatAreas(name),
    definition.includes?.map((included) => `\`${included}\``).join(', ') ?? '—',
    definition.requiresAdminConsent ? 'yes' : 'no',
    formatRequested(name),
    `\`${definition.id}\``,
  ]),
);

/** Names of the areas that a permission opens. */
function formatAreas(permission: string): string {
  return areaIds
    .map(getArea)
    .filter((area) => area.permission === permission || area.reduced?.permission === permission)
    .map((area) => (area.permission === permission ? area.name : `${area.name}, in part`))
    .join('; ');
}

const areaTable = table(
  ['Area', 'Needs', 'With less', 'Gone without it', 'Tools', 'Resources'],
  areaIds.map((id) => [
    getArea(id).name,
    formatNeeds(id),
    formatReduced(id),
    areas[id].gone,
    tools
      .filter((tool) => tool.areas.includes(id))
      .map((tool) => `\`${tool.name}\``)
      .join(', ') || '—',
    Object.entries(resourceKinds)
      .filter(([, kind]) => kind.areas.flat().includes(id))
      .map(([kind]) => `\`${resourceTemplates[kind as ResourceKind]}\``)
      .join('<br>') || '—',
  ]),
);

function formatNeeds(id: AreaId): string {
  const { permission, with: base } = getArea(id);
  return `\`${permission}\`${base === undefined ? '' : ` and ${formatNeeds(base)}`}`;
}

function formatReduced(id: AreaId): string {
  const { reduced } = getArea(id);
  return reduced ? `\`${reduced.permission}\`: ${reduced.opens}` : '—';
}

const mutationTable = table(
  ['File', 'Noticed', 'Changes', 'Score', 'Measured'],
  mutationRows(mutationFigures),
);
const unmeasured = planMutationRuns(root)
  .runs.flatMap(({ files }) => files)
  .filter((file) => !Object.hasOwn(mutationFigures, file));

const auditTable = table(
  ['Member', 'Type', 'Meaning'],
  auditMembers().map(({ name, type, isOptional, meaning }) => [
    `\`${name}\`${isOptional ? '' : ' (always)'}`,
    `\`${type.replace('typeof auditEventVersion', String(auditEventVersion)).replace('AuditOutcome', "'ok' | 'refused' | 'failed' | 'cancelled'")}\``,
    meaning,
  ]),
);
const errorTable = table(
  ['Code', 'Kind', 'Response', 'Resolved by', 'Advice', 'Source'],
  Object.entries(codesByKind).flatMap(([kind, codes]) =>
    codes.map((code) => {
      const { response, owner, text } = entraErrorMessage[kind as EntraFailureKind];
      const source = otherSources[code] ?? referenceUrl;
      return [
        `AADSTS${code}`,
        `\`${kind}\``,
        response === 'step_up' ? '403, new sign-in' : String(response),
        owner,
        text,
        `[Microsoft](${source})`,
      ];
    }),
  ),
);
/** The results of the last `npm run test:clients`. */
function clientMatrix(): string {
  const { date, results } = JSON.parse(readFileSync(`${root}docs/clients.json`, 'utf8')) as {
    readonly date: string;
    readonly results: readonly ClientResult[];
  };
  const rows = results.map(({ client, version, registration, source, steps }) => [
    [client, version, source && `([replayed](${source}))`].filter(Boolean).join(' '),
    registration,
    ...stepNames.map((name) => steps[name] ?? '—'),
  ]);
  const head = ['Client', 'Registration', 'Sign-in', 'List', 'Call', 'Refresh', 'Step-up', 'Revocation'];
  return `Run on ${date}.\n\n${table(head, rows)}`;
}
const promptTable = table(
  ['Prompt', 'Does', 'Arguments'],
  Object.entries(prompts).map(([name, { description, arguments: args }]) => [
    `\`${name}\``,
    description,
    Object.entries(args)
      .map(([argument, { description: text }]) => `\`${argument}\`: ${text}`)
      .join('<br>'),
  ]),
);
const packageTable = table(
  ['Package in the bundle', 'Purpose'],
  Object.entries(packagePurposes).map(([name, purpose]) => [`\`${name}\``, purpose]),
);
const { server, client } = exampleManifests();
const repository = publicRepository('repository' in manifest ? String(manifest.repository) : undefined);

type Section = readonly [file: string, name: string, text: string];
const getSections = (): readonly Section[] => [
  ['docs/audit.md', 'audit members', auditTable],
  ['docs/clients.md', 'client matrix', clientMatrix()],
  ['docs/clients.md', 'prompts', promptTable],
  ['docs/entra-apps.md', 'setup options', fenced('', setupUsage)],
  ['docs/entra-apps.md', 'server manifest', fenced('json', JSON.stringify(server, null, 2))],
  ['docs/entra-apps.md', 'client manifest', fenced('json', JSON.stringify(client, null, 2))],
  ['docs/entra-errors.md', 'error codes', errorTable],
  [
    'docs/graph-requests.md',
    'requests',
    table(
      ['Request', 'Options, one line per form', 'Headers', 'Any of these permissions', 'Reference'],
      requestRows(),
    ),
  ],
  ['docs/hidden-text.md', 'hidden text', table(['Format', 'Technique', 'Result'], hiddenTextRows())],
  [
    'docs/mutation.md',
    'mutation',
    [mutationTable, ...unmeasured.map((file) => `Not measured yet: \`${file}\`.`)].join('\n\n'),
  ],
  ['docs/supply-chain.md', 'packages', packageTable],
  ['README.md', 'demo', fenced('', demoExcerpt(shownDemo()))],
  ['README.md', 'tools', toolTable],
  ['README.md', 'deploy button', deployButton()],
  ['docs/operations.md', 'variables', variableTable],
  ['docs/permissions.md', 'areas', areaTable],
  ['docs/permissions.md', 'permissions', permissionTable],
];
const registryFile = 'server.json';

await runCommand('npm run generate -- [--check]', async () => {
  const { values } = readOptions({ options: { check: { type: 'boolean', default: false } } });
  const sections = getSections();
  const files = [...new Set(sections.map(([file]) => file)), ...(repository ? [registryFile] : [])];
  const stale = files.filter((file) => {
    const before = existsSync(`${root}${file}`) ? readFileSync(`${root}${file}`, 'utf8') : '';
    const after =
      repository && file === registryFile ? registryEntry(repository) : withSections(file, before, sections);
    if (after !== before && !values.check) writeFileSync(`${root}${file}`, after);
    return after !== before;
  });
  if (values.check && stale.length > 0) {
    console.error(`Out of date: ${stale.join(', ')}. Run \`npm run generate\`.`);
    process.exitCode = 1;
  }
});

/** The output of the demo that README shows. */
function shownDemo(): string {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  return /<!-- generated: demo -->\s+```\n(.*?)\n```/s.exec(readme)?.[1] ?? '';
}

/** When the set-up requests a permission. */
function formatRequested(name: string): string {
  if (requestedPermissions.some((requested) => requested === name)) return 'yes';
  if (optionalPermissions.some((optional) => optional === name)) return 'with `--with`';
  return usedPermissions.some((used) => used === name) ? 'if no wider one is' : 'no';
}

/** The deploy button. Without a public repository there is none: its link would be dead. */
function deployButton(): string {
  if (!repository) return '';
  const image = 'https://deploy.workers.cloudflare.com/button';
  return `[![Deploy to Cloudflare](${image})](https://deploy.workers.cloudflare.com/?url=${repository.url})

The button deploys the Worker only. Until \`npm run setup\` has run, the connector denies all access and reports what is missing.`;
}

/** The entry for the MCP registry, which is published with a release. */
function registryEntry({ owner, name, url }: PublicRepository): string {
  const { $schema, ...entry } = registryTemplate;
  const whole = {
    $schema,
    name: `io.github.${owner}/${name}`,
    version: manifest.version,
    ...entry,
    repository: { url, source: 'github' },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Replaces the text between the markers of each section of a file. */
function withSections(file: string, before: string, sections: readonly Section[]): string {
  return sections
    .filter(([holder]) => holder === file)
    .reduce((whole, [, name, text]) => {
      const begin = `<!-- generated: ${name} -->`;
      const end = `<!-- end of generated: ${name} -->`;
      const from = whole.indexOf(begin);
      const to = whole.indexOf(end);
      if (from === -1 || to < from) throw new Error(`${file} has no section "${name}".`);
      const content = text === '' ? '\n' : `\n\n${text}\n\n`;
      return `${whole.slice(0, from + begin.length)}${content}${whole.slice(to)}`;
    }, before);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
