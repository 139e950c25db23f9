/** A KQL query, parsed. */
export type KqlNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly KqlNode[] }
  | { readonly kind: 'not'; readonly operand: KqlNode }
  /** A word or quoted phrase. `prefix` means that it ended with `*`. */
  | { readonly kind: 'text'; readonly value: string; readonly phrase: boolean; readonly prefix: boolean }
  | {
      readonly kind: 'property';
      /** Lower case. */
      readonly name: string;
      readonly operator: ':' | '=' | '<' | '<=' | '>' | '>=' | '<>';
      readonly value: string;
      readonly prefix: boolean;
    };

const token =
  /\s*(?:([()])|(-?)([\w.]+)(<=|>=|<>|[:=<>])("(?:[^"]*)"\*?|[^\s()"]+)|(-?)("[^"]*"\*?)|([^\s()"]+))/y;

/**
 * Parses the parts of KQL that Exchange and SharePoint share: words, phrases, `name:value` and its comparisons, AND,
 * OR and NOT in capitals, a leading minus, parentheses. Words and restrictions side by side are joined by AND, except
 * that restrictions of the same property side by side are joined by OR.
 * @see https://learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference
 * @throws SyntaxError for unbalanced parentheses, a lone operator and an open quote.
 */
export function parseKql(text: string): KqlNode | undefined {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position];

  function disjunction(): KqlNode {
    const nodes = [conjunction()];
    while (peek() === 'OR') {
      position += 1;
      nodes.push(conjunction());
    }
    return join('or', nodes);
  }

  function conjunction(): KqlNode {
    const nodes = [sequence()];
    while (peek() === 'AND') {
      position += 1;
      nodes.push(sequence());
    }
    return join('and', nodes);
  }

  /** Terms without an operator between them. */
  function sequence(): KqlNode {
    const groups: KqlNode[][] = [];
    for (;;) {
      const next = peek();
      if (next === undefined || next === ')' || next === 'AND' || next === 'OR') break;
      const node = unary();
      const last = groups.at(-1)?.[0];
      if (node.kind === 'property' && last?.kind === 'property' && last.name === node.name) {
        groups.at(-1)?.push(node);
      } else {
        groups.push([node]);
      }
    }
    if (groups.length === 0) throw new SyntaxError(`The query '${text}' is not valid KQL.`);
    return join(
      'and',
      groups.map((group) => join('or', group)),
    );
  }

  function unary(): KqlNode {
    const next = peek();
    position += 1;
    if (next === 'NOT') return { kind: 'not', operand: unary() };
    if (next === '(') {
      const inner = disjunction();
      if (peek() !== ')') throw new SyntaxError(`The query '${text}' is not valid KQL.`);
      position += 1;
      return inner;
    }
    if (next === undefined || typeof next === 'string') {
      throw new SyntaxError(`The query '${text}' is not valid KQL.`);
    }
    return next;
  }

  if (tokens.length === 0) return undefined;
  const node = disjunction();
  if (position < tokens.length) throw new SyntaxError(`The query '${text}' is not valid KQL.`);
  return node;
}

type Token = KqlNode | '(' | ')' | 'AND' | 'OR' | 'NOT';

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const found = token.exec(text);
    if (!found) throw new SyntaxError(`The query '${text}' is not valid KQL.`);
    const [, bracket, minus, name, operator, value, phraseMinus, phrase, word] = found;
    if (bracket === '(' || bracket === ')') tokens.push(bracket);
    else if (word === 'AND' || word === 'OR' || word === 'NOT') tokens.push(word);
    else if (name !== undefined && operator !== undefined && value !== undefined) {
      if (minus === '-') tokens.push('NOT');
      tokens.push({
        kind: 'property',
        name: name.toLowerCase(),
        operator: operator as ':',
        ...unquote(value),
      });
    } else if (phrase !== undefined) {
      if (phraseMinus === '-') tokens.push('NOT');
      tokens.push({ kind: 'text', phrase: true, ...unquote(phrase) });
    } else if (word !== undefined) {
      const excluded = word.length > 1 && word.startsWith('-');
      if (excluded) tokens.push('NOT');
      tokens.push({ kind: 'text', phrase: false, ...unquote(excluded ? word.slice(1) : word) });
    }
  }
  return tokens;
}

function unquote(text: string): { readonly value: string; readonly prefix: boolean } {
  const inner = /^"([^"]*)"(\*?)$/.exec(text);
  const value = inner?.[1] ?? text;
  if (inner?.[2] === '*') return { value, prefix: true };
  return value.endsWith('*') ? { value: value.slice(0, -1), prefix: true } : { value, prefix: false };
}

function join(kind: 'and' | 'or', nodes: readonly KqlNode[]): KqlNode {
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? only : { kind, nodes };
}
