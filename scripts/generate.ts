/**
 * `npm run generate`: the parts of the documents that are derived from the code. With `--check` nothing is written, and
 * the exit code says whether everything is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import manifest from '../package.json';
import { auditEventVersion } from '../src/audit/audit-event.ts';
import { permissions } from '../src/tenants/permissions.ts';
import { tools } from '../src/tools/index.ts';
import { type Variable, variables } from '../src/variables.ts';
import { auditMembers } from './lib/audit-members.ts';
import { root } from './lib/bundle.ts';
import { placeholderOwner, publicRepository } from './checks/public-repository.ts';
import { exampleManifests } from './entra/manifests.ts';
import { setupUsage } from './entra/options.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

const toolTable = table(
  ['Tool', 'Does', 'Needs one of'],
  tools.map((tool) => [
    `\`${tool.name}\``,
    tool.title,
    tool.permissions.map((name) => `\`${name}\``).join(', ') || '—',
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
  ['Permission', 'Opens', 'Without it', 'Tools', 'Includes', 'Who can consent', 'Asked for', 'Id'],
  Object.entries(permissions).map(([name, facts]) => [
    `\`${name}\``,
    facts.opens,
    facts.without,
    tools
      .filter((tool) => tool.permissions.some((permission) => permission === name))
      .map((tool) => `\`${tool.name}\``)
      .join(', ') || '—',
    'implies' in facts ? facts.implies.map((implied) => `\`${implied}\``).join(', ') : '—',
    'adminConsent' in facts ? 'an administrator' : 'the person, where the organisation lets them',
    'notRequested' in facts ? 'no' : 'yes',
    `\`${facts.id}\``,
  ]),
);

const auditTable = table(
  ['Member', 'Type', 'Meaning'],
  auditMembers().map(({ name, type, isOptional, meaning }) => [
    `\`${name}\`${isOptional ? '' : ' (always)'}`,
    `\`${type.replace('typeof auditEventVersion', String(auditEventVersion)).replace('AuditOutcome', "'ok' | 'refused' | 'failed'")}\``,
    meaning,
  ]),
);
const { server, client } = exampleManifests();
const publicCopy = publicRepository(manifest.repository);

const sections: readonly (readonly [file: string, name: string, text: string])[] = [
  ['docs/audit.md', 'audit members', auditTable],
  ['docs/entra-apps.md', 'setup options', fenced('', setupUsage)],
  ['docs/entra-apps.md', 'server manifest', fenced('json', JSON.stringify(server, null, 2))],
  ['docs/entra-apps.md', 'client manifest', fenced('json', JSON.stringify(client, null, 2))],
  ['README.md', 'tools', toolTable],
  ['README.md', 'deploy button', deployButton()],
  ['docs/operations.md', 'variables', variableTable],
  ['docs/permissions.md', 'permissions', permissionTable],
];
const registryFile = 'server.json';

await runCommand(async () => {
  const { values } = readOptions({ options: { check: { type: 'boolean', default: false } } });
  const files = [...new Set(sections.map(([file]) => file)), registryFile];
  const stale = files.filter((file) => {
    const before = readFileSync(`${root}${file}`, 'utf8');
    const after = file === registryFile ? registryEntry(before) : withSections(file, before);
    if (after !== before && !values.check) writeFileSync(`${root}${file}`, after);
    return after !== before;
  });
  if (values.check && stale.length > 0) {
    console.error(`Out of date: ${stale.join(', ')}. Run \`npm run generate\`.`);
    process.exitCode = 1;
  }
});

/** A link to Cloudflare's builder, and what it lacks. */
function deployButton(): string {
  const image = 'https://deploy.workers.cloudflare.com/button';
  const button = `[![Deploy to Cloudflare](${image})](https://deploy.workers.cloudflare.com/?url=${publicCopy.url})`;
  const gap = `The button waits for a public copy of this repository: whoever publishes one puts its owner for \`${placeholderOwner}\` into package.json.`;
  return publicCopy.owner === placeholderOwner ? `${button}\n\n${gap}` : button;
}

/** Puts name, version and address into server.json, which says the rest itself. */
function registryEntry(before: string): string {
  const entry = {
    ...(JSON.parse(before) as Record<string, unknown>),
    name: `io.github.${publicCopy.owner}/${publicCopy.name}`,
    version: manifest.version,
    repository: { url: publicCopy.url, source: 'github' },
  };
  return `${JSON.stringify(entry, null, 2)}\n`;
}

/** Puts each text of a file between the markers of its section. */
function withSections(file: string, before: string): string {
  return sections
    .filter(([holder]) => holder === file)
    .reduce((whole, [, name, text]) => {
      const begin = `<!-- generated: ${name} -->`;
      const end = `<!-- end of generated: ${name} -->`;
      const from = whole.indexOf(begin);
      const to = whole.indexOf(end);
      if (from === -1 || to < from) throw new Error(`${file} has no section "${name}".`);
      return `${whole.slice(0, from + begin.length)}\n\n${text}\n\n${whole.slice(to)}`;
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
