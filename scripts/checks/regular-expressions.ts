import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { check } from 'recheck';
import { parseSync } from 'vite';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

/** A regular expression in a source file. */
export interface FoundExpression {
  readonly line: number;
  readonly pattern: string;
  readonly flags: string;
}

/** The expressions of a source file, and the lines of those whose pattern is not a constant of that file. */
export interface FoundExpressions {
  readonly expressions: readonly FoundExpression[];
  readonly unknownLines: readonly number[];
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

const cacheFile = `${root}node_modules/.cache/linear-expressions.json`;

/**
 * Regular expressions of the Worker whose running time is not linear, or not known. Expressions found safe are cached in
 * `node_modules/.cache`; the first run takes a minute.
 */
export async function slowExpressions(): Promise<readonly string[]> {
  const cached = new Set<string>(existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : []);
  const safe = new Set<string>();
  const problems: string[] = [];
  const files = projectFiles().filter((path) =>
    /^(?:src|packages\/document-text\/src)\/.*(?<!\.d)\.tsx?$/.test(path),
  );
  for (const file of files) {
    const { expressions, unknownLines } = regularExpressions(file, readFileSync(root + file, 'utf8'));
    problems.push(
      ...unknownLines.map((line) => `${file}:${line}: the pattern is not a constant of this file`),
    );
    for (const { line, pattern, flags } of expressions) {
      const text = `/${pattern}/${flags}`;
      const complexity = cached.has(text) || safe.has(text) ? 'safe' : await complexityOf(pattern, flags);
      if (complexity === 'safe') safe.add(text);
      else problems.push(`${file}:${line}: ${text} is ${complexity}`);
    }
  }
  mkdirSync(`${root}node_modules/.cache`, { recursive: true });
  writeFileSync(cacheFile, JSON.stringify([...safe]));
  return problems;
}

async function complexityOf(pattern: string, flags: string): Promise<string> {
  // Without repetition and alternation an expression is linear. recheck does not support the flag `v` yet.
  if (!/[*+?{|]/.test(pattern.replaceAll(/\\[pP]\{[^}]*\}/g, ''))) return 'safe';
  const diagnostics = await check(pattern, flags, { timeout: 120_000, randomSeed: 1 });
  return diagnostics.status === 'vulnerable' ? diagnostics.complexity.summary : diagnostics.status;
}

/**
 * Every regular expression of a source file: literals, and `RegExp(…)` of strings and templates, with constants of the
 * same file inserted.
 */
export function regularExpressions(file: string, source: string): FoundExpressions {
  const expressions: FoundExpression[] = [];
  const unknownLines: number[] = [];
  const constants = new Map<string, string>();
  const { program } = parseSync(file, source);
  walk(program, (node) => {
    const line = source.slice(0, node.start).split('\n').length;
    const { regex, id, init, callee } = node as Record<string, unknown> & {
      regex?: { pattern: string; flags: string };
    };
    if (regex) expressions.push({ line, ...regex });
    if (node.type === 'VariableDeclarator' && isNode(id)) {
      const text = textOf(init, constants);
      if (text !== undefined) constants.set(String(id['name']), text);
    }
    if (!/^(?:New|Call)Expression$/.test(node.type) || !isNode(callee) || callee['name'] !== 'RegExp') return;
    const [pattern, flags] = (node['arguments'] as readonly unknown[]).map((part) => textOf(part, constants));
    if (pattern === undefined) unknownLines.push(line);
    else expressions.push({ line, pattern, flags: flags ?? '' });
  });
  return { expressions, unknownLines };
}

function walk(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isNode(value)) return;
  visit(value);
  for (const member of Object.values(value)) walk(member, visit);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'type' in value;
}

/** The value of a literal, of a constant, or of a template of those; undefined for anything else. */
function textOf(node: unknown, constants: ReadonlyMap<string, string>): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type === 'Identifier') return constants.get(String(node['name']));
  if (node.type === 'TaggedTemplateExpression') return templateText(node['quasi'], 'raw', constants);
  return node.type === 'TemplateLiteral' ? templateText(node, 'cooked', constants) : undefined;
}

function templateText(
  template: unknown,
  form: 'raw' | 'cooked',
  constants: ReadonlyMap<string, string>,
): string | undefined {
  const { quasis, expressions } = template as {
    readonly quasis: readonly { readonly value: { readonly raw: string; readonly cooked: string } }[];
    readonly expressions: readonly unknown[];
  };
  const values = expressions.map((expression) => textOf(expression, constants));
  if (values.includes(undefined)) return undefined;
  return quasis.map(({ value }, index) => value[form] + (values[index] ?? '')).join('');
}
