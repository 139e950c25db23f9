/** Where an unescaped part of a pattern that is not in a class begins and ends, and what is there. */
interface PatternPart {
  readonly start: number;
  readonly text: string;
}

const opposites: Readonly<Record<string, string>> = {
  d: 'D',
  D: 'd',
  w: 'W',
  W: 'w',
  s: 'S',
  S: 's',
  p: 'P',
  P: 'p',
};

/** Ways in which a regular expression could be a little wrong: an anchor, a class, a bound or a flag of another kind. */
export function regexMutants(pattern: string, flags: string): string[] {
  const changed = partsOf(pattern).flatMap(({ start, text }) =>
    changesOf(text, pattern.slice(0, start)).map(
      (replacement) => pattern.slice(0, start) + replacement + pattern.slice(start + text.length),
    ),
  );
  return [
    ...changed.map((text) => ({ text, flags })),
    ...flags
      .split('')
      .filter((flag) => flag !== 'g')
      .map((flag) => ({ text: pattern, flags: flags.replace(flag, '') })),
  ]
    .filter(({ text, flags: left }) => isRegex(text, left))
    .map(({ text, flags: left }) => `/${text}/${left}`);
}

function partsOf(pattern: string): PatternPart[] {
  const part = /\\(?:[pP]\{[^}]*\}|x[\da-fA-F]{2}|.)|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|\(\?<?[=!:]|./gsu;
  return [...pattern.matchAll(part)].map((match) => ({ start: match.index, text: match[0] }));
}

function changesOf(text: string, before: string): string[] {
  if (text === '^' || text === '$') return [''];
  if (text.startsWith('[^')) return [`[${text.slice(2)}`];
  if (text.startsWith('[')) return [`[^${text.slice(1)}`];
  if (text.startsWith('\\'))
    return opposites[text.charAt(1)] ? [`\\${opposites[text.charAt(1)]}${text.slice(2)}`] : [];
  if (text === '+') return ['*', ''];
  if (text === '*') return ['+', ''];
  if (text === '?') return /[+*?}]$/.test(before) ? [] : [''];
  const [, low = '', comma, high = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(text) ?? [];
  if (low === '') return [];
  const bounds = [Number(low) - 1, Number(low) + 1].filter((bound) => bound >= 0);
  if (comma === '') return bounds.map((bound) => `{${bound}}`);
  const highs = high === '' ? [] : [Number(high) - 1, Number(high) + 1];
  return [...bounds.map((bound) => `{${bound},${high}}`), ...highs.map((bound) => `{${low},${bound}}`)];
}

function isRegex(text: string, flags: string): boolean {
  try {
    return new RegExp(text, flags).source !== '(?:)';
  } catch {
    return false;
  }
}
