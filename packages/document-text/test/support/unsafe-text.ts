/** The start of a tag, a comment or a declaration; an e-mail address in angle brackets is none. */
const rawHtml = /<(?![\w.%+'-]{1,64}@[\w.-]{1,253}>)[A-Za-z/!?]/;
const referenceDefinition = /^[ \t>*+\-\d.)]*\[[^\]\n]*\]:/m;
const unseen =
  // oxlint-disable-next-line no-control-regex -- that there are none is what is tested
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/u;

/** Why a text is not safe to show: a picture, mark-up, a link behind other words, something that nobody sees. Nothing where it is. */
export function unsafeParts(text: string): string[] {
  return [
    text.includes('![') ? 'a Markdown picture' : '',
    rawHtml.test(text) ? 'raw HTML' : '',
    text.includes('](') ? 'a Markdown link' : '',
    unseen.test(text) ? 'a character that nobody sees' : '',
  ].filter((part) => part !== '');
}

/** The same of a text that is read as Markdown by itself. */
export function unsafeMarkdown(text: string): string[] {
  return [...unsafeParts(text), ...(referenceDefinition.test(text) ? ['a reference definition'] : [])];
}

/** Every text in a value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** An answer of `read_resource` with a text: the line of facts, the nonce, what stands between the marks, the end. */
export const fencedAnswer =
  /^(\{.*\})\n\[untrusted content ([\w-]{22}) begins\]\n([^]*)\n\[untrusted content \2 ends\]\n(\[pages? .*)$/;
