import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditMembers } from '../lib/audit-members.ts';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';
import requirements from './asvs-requirements.json' with { type: 'json' };

/** Problems of docs/asvs.md and docs/security.md: missing or unknown requirements, rows without a test, missing tests. */
export function securityDocumentProblems(): readonly string[] {
  const asvs = readFileSync(`${root}docs/asvs.md`, 'utf8');
  const security = readFileSync(`${root}docs/security.md`, 'utf8');
  const audit = readFileSync(`${root}docs/audit.md`, 'utf8');
  return [
    ...asvsProblems(asvs, requirements),
    ...[asvs, security].flatMap(missingTests),
    ...projectFiles()
      .filter((path) => /^src\/.*\.tsx?$/.test(path))
      .flatMap((path) => unlistedOperations(audit, readFileSync(root + path, 'utf8'))),
    ...unknownMembers(
      audit,
      auditMembers().map(({ name }) => name),
    ),
  ];
}

/**
 * Compares the rows of the table with the requirements of levels 1 and 2 of ASVS 5.0.0.
 * @param levels level by id
 */
export function asvsProblems(table: string, levels: Readonly<Record<string, number>>): readonly string[] {
  const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+) \| (\d) \| (.+) \| (.+) \|$/gm)];
  const ids = rows.map(([, id = '']) => id);
  return [
    ...Object.keys(levels)
      .filter((id) => !ids.includes(id))
      .map((id) => `docs/asvs.md: no row for ${id}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `docs/asvs.md: two rows for ${id}`),
    ...rows.flatMap(([, id = '', level, how = '', proof = '']) => {
      if (levels[id] !== Number(level)) return [`docs/asvs.md: ${id} is not of level ${level} in ASVS 5.0.0`];
      const needsNoTest =
        /^(?:Not applicable: .|Operator: |Tenant: |Cloudflare |Certificates of Cloudflare)/.test(how);
      return needsNoTest || proof.includes('](') ? [] : [`docs/asvs.md: ${id} names no test`];
    }),
  ];
}

/** Links to test files that do not exist. */
export function missingTests(document: string): readonly string[] {
  const links = [...document.matchAll(/\]\((\.\.\/[^)\s#]*\/test\/[^)\s#]+|\.\.\/test\/[^)\s#]+)/g)];
  return links
    .map(([, path = '']) => path)
    .filter((path) => !existsSync(join(root, 'docs', path)))
    .map((path) => `docs: ${path} does not exist`);
}

/** Members in the `jq` commands of a document that no audit event has. */
export function unknownMembers(document: string, members: readonly string[]): readonly string[] {
  const commands = [...document.matchAll(/`jq [^`]+`/g)].map(([command]) => command);
  const used = commands.flatMap((command) =>
    [...command.replaceAll(/"[^"]*"/g, '').matchAll(/\.([a-z]\w*)/gi)].map(([, member = '']) => member),
  );
  return [...new Set(used)]
    .filter((member) => !members.includes(member))
    .map((member) => `docs/audit.md: an event has no member ${member}`);
}

/** Operations of pages and sign-ins in a source file that a document does not name. */
export function unlistedOperations(document: string, source: string): readonly string[] {
  return [...source.matchAll(/'((?:sign_in|admin|me)\.[a-z_]+)'/g)]
    .map(([, operation = '']) => operation)
    .filter((operation) => !document.includes(`\`${operation}\``))
    .map((operation) => `docs/audit.md: no row for ${operation}`);
}
