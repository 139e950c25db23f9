import type { Context } from 'hono';
import type { TokenError } from '../../entra/token-error.ts';
import { de } from './de.ts';
import { type Messages, en } from './en.ts';
import { id } from './id.ts';

/** The languages of the pages. A further language is one file of type `Messages`, and one entry here. */
export const catalog: Readonly<Record<string, Messages>> = { en, de, id };

const maxHeaderLength = 200;

/**
 * The messages in the language that the browser prefers (RFC 9110 section 12.5.4), or in English. Only the primary
 * subtag is compared, so that `de-AT` gets German.
 */
export function getMessages(acceptLanguage: string | undefined): Messages {
  const preferred = (acceptLanguage ?? '')
    .slice(0, maxHeaderLength)
    .split(',')
    .map((range, index) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.trim().split('-', 1)[0] ?? '', weight: Number(weight ?? 1), index };
    })
    .filter(({ language, weight }) => weight > 0 && Object.hasOwn(catalog, language))
    .toSorted((one, other) => other.weight - one.weight || one.index - other.index);
  return catalog[preferred[0]?.language ?? 'en'] ?? en;
}

/** @see getMessages */
export function readMessages(c: Context): Messages {
  return getMessages(c.req.header('accept-language'));
}

/** The text for a code of a denial or of a failure at Entra. Undefined if the catalog has none. */
export function findReasonText(code: string | undefined, { denials, entra }: Messages): string | undefined {
  const texts: Readonly<Record<string, string>> = { ...entra, ...denials };
  return code !== undefined && Object.hasOwn(texts, code) ? texts[code] : undefined;
}

/** Text for a client whose access token was rejected. It has details only after the signature was verified. */
export function describeTokenError({ reason, message }: TokenError): string {
  return findReasonText(reason, en) ?? message;
}

/** The title of a tool on pages. */
export function getToolTitle(name: string, { tools }: Messages): string {
  const titles: Readonly<Record<string, string>> = tools;
  return titles[name] ?? name;
}
