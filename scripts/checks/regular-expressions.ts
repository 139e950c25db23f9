import { parseSync } from 'vite';

/** A regular expression in a source. */
export interface FoundExpression {
  readonly line: number;
  readonly pattern: string;
  readonly flags: string;
}

/** What a source holds, and the lines on which an expression is made whose text does not stand there. */
export interface FoundExpressions {
  readonly expressions: readonly FoundExpression[];
  readonly unknownLines: readonly number[];
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

/**
 * Every regular expression of a source: literals, and `RegExp(…)` of texts and templates, with what constants of the
 * same file put into them.
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

/** The text of a literal, of a constant, or of a template of those; undefined for anything else. */
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
