import { hasWords, searchWords } from './search-words.ts';

/** Matches a text against a query. */
type Matches = (text: string) => boolean;

interface Reader {
  readonly tokens: readonly string[];
  position: number;
}

const maxDepth = 16;

/**
 * A test for texts from a search query as Microsoft Search reads it: words (also as prefixes), "phrases", AND, OR, NOT and
 * parentheses. Used where Graph cannot search. `property:value` matches like its value.
 */
export function createWordQuery(query: string): Matches {
  const plain = query.replaceAll(/["“”„‟″＂«»]/g, '"');
  const tokens = plain.match(/-?(?:[\p{L}]{1,40}:)?"[^"]*"|[()]|[^\s()"]+/gu) ?? [];
  const reader = { tokens, position: 0 };
  const tests: Matches[] = [];
  while (reader.position < tokens.length) {
    tests.push(readOr(reader, 0));
    // An unpaired closing parenthesis.
    if (reader.tokens[reader.position] === ')') reader.position += 1;
  }
  return (text) => tests.every((matches) => matches(text));
}

function readOr(reader: Reader, depth: number): Matches {
  const options = [readAnd(reader, depth)];
  while (reader.tokens[reader.position] === 'OR') {
    reader.position += 1;
    options.push(readAnd(reader, depth));
  }
  return (text) => options.some((matches) => matches(text));
}

function readAnd(reader: Reader, depth: number): Matches {
  const parts: Matches[] = [];
  for (;;) {
    const token = reader.tokens[reader.position];
    if (token === undefined || token === 'OR' || token === ')') break;
    reader.position += 1;
    if (token === 'AND') continue;
    if (token === 'NOT') {
      const negated = readOperand(reader, depth);
      if (negated) parts.push((text) => !negated(text));
    } else {
      parts.push(toTest(token, reader, depth));
    }
  }
  return (text) => parts.every((matches) => matches(text));
}

function readOperand(reader: Reader, depth: number): Matches | undefined {
  const token = reader.tokens[reader.position];
  if (token === undefined || /^(?:AND|OR|NOT|\))$/.test(token)) return undefined;
  reader.position += 1;
  return toTest(token, reader, depth);
}

function toTest(token: string, reader: Reader, depth: number): Matches {
  if (token === '(' && depth < maxDepth) {
    const inner = readOr(reader, depth + 1);
    if (reader.tokens[reader.position] === ')') reader.position += 1;
    return inner;
  }
  if (token.length > 1 && token.startsWith('-')) {
    const negated = toTest(token.slice(1), reader, depth);
    return (text) => !negated(text);
  }
  const value = token.replace(/^[\p{L}]{1,40}:(?=.)/u, '');
  if (!value.startsWith('"')) return (text) => hasWords(text, value);
  const phrase = searchWords(value);
  return (text) => hasPhrase(searchWords(text), phrase);
}

function hasPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  if (phrase.length === 0) return true;
  return words.some((_, start) => phrase.every((word, index) => words[start + index] === word));
}
