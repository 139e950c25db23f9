import { readFileSync } from 'node:fs';
import { entraErrorMessage } from '../../src/entra/error-messages.ts';
import { en } from '../../src/http/messages/en.ts';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

/** Unions of reason codes, and the files that declare them. */
const unions = {
  AppErrorCode: 'src/lib/app-error.ts',
  PageErrorCode: 'src/oauth/errors.ts',
  OAuthErrorCode: 'src/oauth/errors.ts',
  TokenDenial: 'src/oauth/errors.ts',
  RedirectDenial: 'src/oauth/client-limits.ts',
  ClientDenial: 'src/oauth/client-limits.ts',
  RuleDenial: 'src/tenants/access-rules.ts',
  PolicyDenial: 'src/tenants/policy.ts',
  VaultErrorReason: 'src/vault/messages.ts',
} as const;

/** Reason codes of the audit without a line in docs/runbook.md, and lines without a code. */
export function runbookProblems(): readonly string[] {
  const runbook = readFileSync(`${root}docs/runbook.md`, 'utf8');
  const rows = [...runbook.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, code = '']) => code),
  );
  const codes = reasonCodes();
  return [
    ...[...codes]
      .filter((code) => !rows.includes(code))
      .map((code) => `docs/runbook.md: no line for ${code}`),
    ...rows.filter((code) => !codes.has(code)).map((code) => `docs/runbook.md: no code writes ${code}`),
    ...rows
      .filter((code, index) => rows.indexOf(code) !== index)
      .map((code) => `docs/runbook.md: two lines for ${code}`),
  ];
}

/** Every reason that an audit event can have. */
function reasonCodes(): ReadonlySet<string> {
  const ofUnions = Object.entries(unions).flatMap(([type, path]) => unionMembers(read(path), type));
  const ofTokens = objectKeys(read('src/entra/token-error.ts'), 'statusByReason');
  const sources = projectFiles().filter((path) => /^src\/.*\.tsx?$/.test(path));
  const literal = sources.flatMap((path) => finishedReasons(read(path)));
  return new Set([
    ...ofUnions,
    ...ofTokens,
    ...Object.keys(entraErrorMessage),
    ...Object.keys(en.admin.notices),
    ...literal,
  ]);
}

/** String members of a union type. */
export function unionMembers(source: string, type: string): readonly string[] {
  const start = source.indexOf(`type ${type} =`);
  if (start === -1) throw new Error(`There is no type ${type}.`);
  const text = source.slice(start, source.indexOf(';', start));
  return matches(text.replaceAll(/\/\*\*.*?\*\//gs, ''), /'(\w+)'/g);
}

/** Keys of an object literal of one level. */
function objectKeys(source: string, name: string): readonly string[] {
  const start = source.indexOf(`const ${name} = {`);
  return matches(source.slice(start, source.indexOf('}', start)), /^ {2}(\w+):/gm);
}

const outcomes = new Set(['ok', 'refused', 'failed', 'cancelled']);

/**
 * Reasons that are literals: of `audit.finish(…)`, of `reject(c, …)` in the check of host and origin, of `rejectBody(…)` at
 * /mcp, and of denied sign-ins.
 */
export function finishedReasons(source: string): readonly string[] {
  const calls = matches(source, /\baudit\.finish\(([^;]*?)\);/gs);
  return [
    ...calls.flatMap((call) => matches(call, /'(\w+)'/g)).filter((word) => !outcomes.has(word)),
    ...matches(source, /\breject\(c, '(\w+)'/g),
    ...matches(source, /\brejectBody\([^;]*?'(\w+)', audit\b/g),
    ...matches(source, /\breason: 'connector', code: '(\w+)'/g),
  ];
}

function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

function matches(text: string, expression: RegExp): readonly string[] {
  return [...text.matchAll(expression)].map(([, group = '']) => group);
}
