import type { XmlAttributes } from '../xml/scanner.ts';

interface MathNode {
  readonly name: string;
  readonly children: MathNode[];
  /** Value of a property element such as `m:chr`. */
  readonly value: string | undefined;
  text: string;
}

/** Elements and characters that are read of one equation. */
const maxNodes = 10_000;
const maxCharacters = 16_384;

/** Scripts and operands of these characters need no parentheses. */
const simpleOperand = /^[\p{L}\p{N}\p{M}.∞′]+$/u;
const overline = '\u0305';
const defaultAccent = '\u0302';

/** Converts an equation (ECMA-376 part 1, 22.1) to linear text: `E=mc^2`, `(a+b)/2`, `√(x)`, `∑_(i=1)^n x`. */
export class MathText {
  readonly #root: MathNode = { name: 'oMath', children: [], value: undefined, text: '' };
  readonly #open: MathNode[] = [this.#root];
  #nodes = 0;
  #characters = 0;

  /** The equation is larger than is read of one. */
  get isCut(): boolean {
    return this.#nodes > maxNodes || this.#characters > maxCharacters;
  }

  open(name: string, attributes: XmlAttributes): void {
    const node = { name, children: [], value: attributes.get('val')?.slice(0, 16), text: '' };
    this.#nodes += 1;
    if (!this.isCut) this.#open.at(-1)?.children.push(node);
    this.#open.push(node);
  }

  /** Returns true at the end of the equation. */
  close(): boolean {
    this.#open.pop();
    return this.#open.length === 0;
  }

  text(text: string): void {
    const node = this.#open.at(-1);
    if (node?.name !== 't') return;
    this.#characters += text.length;
    if (!this.isCut) node.text += text;
  }

  toString(): string {
    return formatAll(this.#root.children).trim();
  }
}

function formatAll(nodes: readonly MathNode[]): string {
  return nodes.map(formatNode).join('');
}

function child(node: MathNode, name: string): MathNode | undefined {
  return node.children.find((one) => one.name === name);
}

function part(node: MathNode, name: string): string {
  return formatAll(child(node, name)?.children ?? []).trim();
}

function property(node: MathNode, name: string): string | undefined {
  return child(child(node, `${node.name}Pr`) ?? node, name)?.value;
}

function group(text: string): string {
  return simpleOperand.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}

function scripts(node: MathNode): string {
  const sub = part(node, 'sub');
  const sup = part(node, 'sup');
  return (sub === '' ? '' : `_${group(sub)}`) + (sup === '' ? '' : `^${group(sup)}`);
}

/** A function or operator before its operand. */
function before(head: string, operand: string): string {
  return operand === '' || operand.startsWith('(') ? head + operand : `${head} ${operand}`;
}

function formatNode(node: MathNode): string {
  const { name } = node;
  if (name === 't') return node.text;
  if (name.endsWith('Pr')) return '';
  // Each branch formats a child once: formatting it twice would take exponential time.
  switch (name) {
    case 'sSup':
    case 'sSub':
    case 'sSubSup': {
      const base = part(node, 'e');
      return (base.length > 1 ? group(base) : base) + scripts(node);
    }
    case 'sPre':
      return scripts(node) + part(node, 'e');
    case 'f':
      return property(node, 'type') === 'noBar'
        ? `(${part(node, 'num')} ¦ ${part(node, 'den')})`
        : `${group(part(node, 'num'))}/${group(part(node, 'den'))}`;
    case 'rad': {
      const degree = part(node, 'deg');
      const base = part(node, 'e');
      return degree === '' ? `√(${base})` : `root(${degree}, ${base})`;
    }
    case 'nary':
      return before((property(node, 'chr') ?? '∫') + scripts(node), part(node, 'e'));
    case 'd': {
      const parts = node.children.filter((one) => one.name === 'e').map((one) => formatAll(one.children));
      return (
        (property(node, 'begChr') ?? '(') +
        parts.join(property(node, 'sepChr') ?? '|') +
        (property(node, 'endChr') ?? ')')
      );
    }
    case 'func':
      return before(part(node, 'fName'), part(node, 'e'));
    case 'limLow':
      return `${part(node, 'e')}_${group(part(node, 'lim'))}`;
    case 'limUpp':
      return `${part(node, 'e')}^${group(part(node, 'lim'))}`;
    case 'acc':
      return part(node, 'e') + (property(node, 'chr') ?? defaultAccent);
    case 'bar':
      return part(node, 'e').replaceAll(/[^\s]/gu, `$&${overline}`);
    case 'phant':
      return ['0', 'off'].includes(property(node, 'show') ?? '') ? '' : part(node, 'e');
    case 'm':
      return `[${node.children
        .filter((one) => one.name === 'mr')
        .map(formatRow)
        .join('; ')}]`;
    case 'eqArr':
      return formatRow(node).replaceAll(', ', '; ');
    default:
      return formatAll(node.children);
  }
}

function formatRow(row: MathNode): string {
  return row.children
    .filter((one) => one.name === 'e')
    .map((one) => formatAll(one.children).trim())
    .join(', ');
}
