/** Tokens per character of non-ASCII scripts, in which tokenizers know few whole words. */
function characterTokens(code: number): number {
  if (code < 0x250) return 0.6;
  if (code < 0x530) return 0.5;
  if (code < 0x780) return 0.55;
  if (code < 0x2000) return 0.6;
  if (code >= 0xd800 && code < 0xe000) return 1.3;
  return 1.1;
}

/** Result of {@link measureTokens}. */
export interface TokenMeasure {
  /** Index after the last character within the limit. */
  readonly end: number;
  readonly tokens: number;
}

/** Counts the tokens of `text` from `start` on, until `maxTokens` or the end is reached. */
export function measureTokens(text: string, start: number, maxTokens: number): TokenMeasure {
  let tokens = 0;
  let digits = 0;
  let letters = 0;
  let upper = false;
  for (let index = start; index < text.length; index += 1) {
    const before = tokens;
    const code = text.charCodeAt(index);
    const isUpper = code >= 0x41 && code <= 0x5a;
    if (isUpper || (code >= 0x61 && code <= 0x7a)) {
      if (letters === 0) tokens += digits === 0 ? 0.6 : 0.9;
      else if (isUpper && !upper) tokens += 0.75;
      else if (upper && !isUpper) tokens += 0.15;
      tokens += isUpper ? 0.36 : 0.12;
      letters += 1;
      digits = 0;
    } else {
      letters = 0;
      if (code >= 0x30 && code <= 0x39) {
        if (digits % 3 === 0) tokens += 1.1;
        digits += 1;
      } else {
        digits = 0;
        if (code === 0x20) tokens += 0.1;
        else if (code === 0x0a) tokens += 0.7;
        else tokens += code < 0x80 ? 0.9 : characterTokens(code);
      }
    }
    upper = isUpper;
    if (tokens > maxTokens) return { end: index, tokens: before };
  }
  return { end: text.length, tokens };
}

/**
 * Estimates the number of tokens of a text without a tokenizer, rather too high than too low: Latin words by length,
 * digits in groups of three, each punctuation mark as one, other scripts by character.
 */
export function estimateTokens(text: string): number {
  return measureTokens(text, 0, Number.POSITIVE_INFINITY).tokens;
}
