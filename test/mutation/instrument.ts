import { parseSync } from 'vite';
import { type Change, nodeMutants } from './node-mutants.ts';
import { statementMutants } from './statement-mutants.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** A small change of the code that a test should notice. */
export interface Mutant extends Change {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly original: string;
}

/** A source with a switch at every place that a mutant changes. */
export interface InstrumentedSource {
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

/** A stretch of the source with something before and after it. Two of them never overlap in part. */
interface Wrap {
  readonly start: number;
  readonly end: number;
  before: string;
  readonly after: string;
}

/**
 * Puts all mutants of a module into it at once, each behind `__mutant(id)`, so that one transformation serves every
 * run. Types stay: whoever loads the module strips them.
 * @param firstId the number of the first mutant
 */
export function instrument(file: string, source: string, firstId: number): InstrumentedSource {
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${file} cannot be parsed.`);
  const mutants: Mutant[] = [];
  const wraps = new Map<SyntaxNode, Wrap>();
  const statements: Wrap[] = [];

  const add = (change: Change): number => {
    const id = firstId + mutants.length;
    const line = source.slice(0, change.start).split('\n').length;
    mutants.push({ ...change, id, file, line, original: source.slice(change.start, change.end) });
    return id;
  };

  const visit = (node: SyntaxNode, parent: SyntaxNode | undefined, outer: SyntaxNode | undefined): void => {
    if (!hasCode(node)) return;
    const place = canBeChosen(node, parent) ? node : outer;
    for (const change of statementMutants(node, parent)) {
      const id = add(change);
      statements.push({ ...change.within, before: change.before(id), after: change.after });
    }
    if (place) wraps.set(place, wraps.get(place) ?? { ...rangeOf(place), before: '', after: '' });
    for (const change of nodeMutants(node, parent, source)) {
      const wrap = place && wraps.get(place);
      if (!wrap || change.start < wrap.start || change.end > wrap.end) continue;
      const text = source.slice(wrap.start, change.start) + change.text + source.slice(change.end, wrap.end);
      wrap.before += `__mutant(${add(change)}) ? (${text}) : `;
    }
    for (const child of childrenOf(node)) visit(child, node, place);
  };
  visit(program as unknown as SyntaxNode, undefined, undefined);

  const switches = [...wraps.values()]
    .filter(({ before }) => before !== '')
    .map((wrap) => ({ ...wrap, before: `(${wrap.before}(`, after: '))' }));
  return { code: wrapped(source, [...statements, ...switches]), mutants };
}

function rangeOf({ start, end }: SyntaxNode): { start: number; end: number } {
  return { start, end };
}

/** The source with all wraps, the widest outermost. */
function wrapped(source: string, wraps: readonly Wrap[]): string {
  const sorted = wraps.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const open: Wrap[] = [];
  let code = '';
  let position = 0;
  const goTo = (offset: number): void => {
    code += source.slice(position, offset);
    position = offset;
  };
  const closeUntil = (offset: number): void => {
    for (let inner = open.at(-1); inner && inner.end <= offset; inner = open.at(-1)) {
      goTo(inner.end);
      code += inner.after;
      open.pop();
    }
  };
  for (const wrap of sorted) {
    closeUntil(wrap.start);
    goTo(wrap.start);
    code += wrap.before;
    open.push(wrap);
  }
  closeUntil(source.length);
  return code + source.slice(position);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const names = new Set(['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'source']);
  if (!node.computed) names.add('key').add('property');
  return Object.entries(node)
    .filter(([name]) => !names.has(name))
    .flatMap(([, child]: [string, unknown]) => (Array.isArray(child) ? child : [child]))
    .filter((child) => typeof child === 'object' && child !== null && 'type' in child && 'start' in child);
}

const typed = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

function hasCode({ type }: SyntaxNode): boolean {
  return typed.has(type) || !/^(?:TS|Import)/.test(type);
}

/** Whether a choice between this expression and others can stand where it stands. */
function canBeChosen(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (!/(?:Expression|Literal)$/.test(node.type) || typed.has(node.type)) return false;
  if (!parent) return true;
  switch (parent.type) {
    case 'ChainExpression':
    case 'UpdateExpression':
    case 'MethodDefinition':
    case 'TSNonNullExpression':
      return false;
    case 'Property':
      return !(parent.method ?? false);
    case 'TaggedTemplateExpression':
      return node.type !== 'TemplateLiteral';
    case 'CallExpression':
    case 'NewExpression':
      return node !== parent.callee;
    case 'MemberExpression':
      return node !== parent.object || !/^(?:Member|Call)/.test(node.type);
    case 'AssignmentExpression':
      return node !== parent.left;
    default:
      return true;
  }
}
