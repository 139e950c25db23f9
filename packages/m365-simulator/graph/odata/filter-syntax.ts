/** A literal of a filter. Dates are text in ISO form: the evaluator compares them by time. */
export type Literal = string | number | boolean | null;

/** A `$filter`, parsed. */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly left: FilterNode; readonly right: FilterNode }
  | { readonly kind: 'not'; readonly operand: FilterNode }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | {
      readonly kind: 'text';
      readonly name: 'contains' | 'startswith' | 'endswith';
      readonly path: string;
      readonly value: string;
    }
  | { readonly kind: 'any'; readonly path: string; readonly value: Literal };

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

const token =
  /\s*(?:('(?:[^']|'')*')|([():])|(,)|(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)|(-?\d+(?:\.\d+)?)|([A-Za-z_@][\w./@]*))/y;

/**
 * Parses a `$filter` of comparisons, text functions, `any` of a list of texts, and, or, not and parentheses.
 * @throws SyntaxError for anything else; the message says where.
 */
export function parseFilter(text: string): FilterNode {
  const tokens = tokenize(text);
  let position = 0;

  const peek = () => tokens[position];
  const take = (expected?: string): string => {
    const next = tokens[position];
    if (next === undefined || (expected !== undefined && next !== expected)) {
      throw new SyntaxError(`Syntax error at position ${position} in '${text}'.`);
    }
    position += 1;
    return next;
  };

  function disjunction(): FilterNode {
    let left = conjunction();
    while (peek() === 'or') {
      take();
      left = { kind: 'or', left, right: conjunction() };
    }
    return left;
  }

  function conjunction(): FilterNode {
    let left = unary();
    while (peek() === 'and') {
      take();
      left = { kind: 'and', left, right: unary() };
    }
    return left;
  }

  function unary(): FilterNode {
    if (peek() === 'not') {
      take();
      return { kind: 'not', operand: unary() };
    }
    if (peek() === '(') {
      take();
      const inner = disjunction();
      take(')');
      return inner;
    }
    return predicate();
  }

  function predicate(): FilterNode {
    const path = take();
    const name = path.toLowerCase();
    if ((name === 'contains' || name === 'startswith' || name === 'endswith') && peek() === '(') {
      take('(');
      const property = take();
      take(',');
      const value = literal(take());
      take(')');
      if (peek() === 'eq') {
        take();
        take('true');
      }
      if (typeof value !== 'string') throw new SyntaxError(`The argument of ${name} is not text.`);
      return { kind: 'text', name, path: property, value };
    }
    if (path.endsWith('/any') && peek() === '(') {
      take('(');
      const variable = take();
      take(':');
      take(variable);
      take('eq');
      const value = literal(take());
      take(')');
      return { kind: 'any', path: path.slice(0, -'/any'.length), value };
    }
    const operator = take();
    if (!isComparison(operator) || !/^[A-Za-z]/.test(path)) {
      throw new SyntaxError(`Syntax error at position ${position} in '${text}'.`);
    }
    return { kind: 'compare', path, operator, value: literal(take()) };
  }

  const node = disjunction();
  if (position < tokens.length) throw new SyntaxError(`Syntax error at position ${position} in '${text}'.`);
  return node;
}

/** Property paths of a filter in order of first use. */
export function filterPaths(node: FilterNode): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return [...new Set([...filterPaths(node.left), ...filterPaths(node.right)])];
    case 'not':
      return filterPaths(node.operand);
    case 'compare':
    case 'text':
    case 'any':
      return [node.path];
  }
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    if (text.slice(token.lastIndex).trim() === '') break;
    const start = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new SyntaxError(`Syntax error at position ${start} in '${text}'.`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

function literal(text: string): Literal {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}

function isComparison(text: string): text is Comparison {
  return ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(text);
}
