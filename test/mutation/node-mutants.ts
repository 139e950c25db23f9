import { regexMutants } from './regex-mutants.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** A change of one place of a source text. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const operators: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['>>'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '++': ['--'],
  '--': ['++'],
};

const siblings = new Map([
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['some', 'every'],
  ['every', 'some'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['min', 'max'],
  ['max', 'min'],
]);

/** Methods without which the value before them is of the same kind. */
const removable = new Set([
  'filter',
  'freeze',
  'replace',
  'replaceAll',
  'slice',
  'subarray',
  'padEnd',
  'padStart',
  'toWellFormed',
  'trim',
]);

/** Texts for people: what they say is not proven by changing them. */
const prose = /\w[.,:]? \w/;

/**
 * The mutants of one expression, without those of what is in it: the usual kinds (operators, conditions, literals,
 * methods, optional chains, bodies), and numbers and the parts of regular expressions beside them, since limits and
 * allow-lists are made of those.
 */
export function nodeMutants(node: SyntaxNode, parent: SyntaxNode | undefined, source: string): Change[] {
  const constant = constantsInPlaceOf(node, parent).map((text) => ({
    start: node.start,
    end: node.end,
    text,
  }));
  return [...constant, ...expressionMutants(node, source)];
}

/** What never varies, in place of a condition or of what an arrow function gives back. */
function constantsInPlaceOf(node: SyntaxNode, parent: SyntaxNode | undefined): string[] {
  if (parent?.type === 'ArrowFunctionExpression' && parent.body === node) {
    return node.type === 'BlockStatement' ? [] : ['undefined'];
  }
  if (parent?.test !== node || parent.type === 'SwitchCase') return [];
  // A loop without end would be noticed by nothing but the limit of the switch.
  return /^(?:If|Conditional)/.test(parent.type) ? ['true', 'false'] : ['false'];
}

function expressionMutants(node: SyntaxNode, source: string): Change[] {
  const whole = (text: string): Change => ({ start: node.start, end: node.end, text });
  const of = (part: SyntaxNode): string => source.slice(part.start, part.end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isTextual(node.left) || isTextual(node.right)
        ? []
        : swapped(node, source, node.left?.end ?? node.start);
    case 'AssignmentExpression':
      return isTextual(node.right) ? [] : swapped(node, source, node.left?.end ?? node.start);
    case 'UpdateExpression':
      return swapped(node, source, node.start);
    case 'UnaryExpression':
      return ['!', '-', '~'].includes(node.operator ?? '') && node.argument ? [whole(of(node.argument))] : [];
    case 'Literal':
      return literalMutants(node, of(node)).map(whole);
    case 'TemplateLiteral':
      return prose.test((node.quasis ?? []).map((part) => of(part)).join('x')) ? [] : [whole('``')];
    case 'ArrayExpression':
      return node.elements?.length === 0 ? [] : [whole('[]')];
    case 'ObjectExpression':
      return node.properties?.length === 0 ? [] : [whole('({})')];
    case 'CallExpression':
      return callMutants(node, of).concat(optionalMutant(node, source));
    case 'MemberExpression':
      return optionalMutant(node, source);
    default:
      return [];
  }
}

function swapped(node: SyntaxNode, source: string, from: number): Change[] {
  const operator = node.operator ?? '';
  const start = source.indexOf(operator, from);
  return (operators[operator] ?? []).map((text) => ({ start, end: start + operator.length, text }));
}

function isTextual(node: SyntaxNode | undefined): boolean {
  return node?.type === 'TemplateLiteral' || (node?.type === 'Literal' && typeof node.value === 'string');
}

function literalMutants(node: SyntaxNode, text: string): string[] {
  if (node.regex) return regexMutants(node.regex.pattern, node.regex.flags);
  if (typeof node.value === 'boolean') return [String(!node.value)];
  if (typeof node.value === 'number') return [`(${text} + 1)`];
  if (typeof node.value !== 'string' || prose.test(node.value)) return [];
  return [node.value === '' ? "'mutant'" : "''"];
}

function callMutants(node: SyntaxNode, of: (part: SyntaxNode) => string): Change[] {
  const { callee } = node;
  if (callee?.type !== 'MemberExpression' || callee.computed || !callee.object || !callee.property) return [];
  const name = of(callee.property);
  const sibling = siblings.get(name);
  return [
    ...(sibling ? [{ start: callee.property.start, end: callee.property.end, text: sibling }] : []),
    ...(removable.has(name)
      ? [{ start: node.start, end: node.end, text: removed(node, callee.object, of) }]
      : []),
  ];
}

function removed(node: SyntaxNode, object: SyntaxNode, of: (part: SyntaxNode) => string): string {
  const [argument] = node.arguments ?? [];
  return of(object) === 'Object' && argument ? of(argument) : of(object);
}

/** An optional chain that is not optional. */
function optionalMutant(node: SyntaxNode, source: string): Change[] {
  const before = node.type === 'CallExpression' ? node.callee : node.object;
  if (!node.optional || !before) return [];
  const start = source.indexOf('?.', before.end);
  const isMember = node.type === 'MemberExpression' && !node.computed;
  return [{ start, end: start + 2, text: isMember ? '.' : '' }];
}
