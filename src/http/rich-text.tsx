import type { Child } from 'hono/jsx';

/** Start and end marks of code, strong text and links. */
const marks = [
  ['`', '`'],
  ['**', '**'],
  ['[', ')'],
] as const;

/**
 * Renders a message of the catalog: `` `code` ``, `**strong**` and `[link](url)`. Messages with values of others, such
 * as names, are rendered as plain text instead.
 */
export function RichText({ text }: { readonly text: string }) {
  const parts: Child[] = [];
  let rest = text;
  for (;;) {
    const next = findMark(rest);
    if (!next) break;
    const { start, end, open, close } = next;
    const inner = rest.slice(start + open.length, end);
    parts.push(rest.slice(0, start));
    if (open === '`') parts.push(<code>{inner}</code>);
    else if (open === '**') parts.push(<strong>{inner}</strong>);
    else {
      const [label = '', href = ''] = inner.split('](');
      parts.push(<a href={href}>{label}</a>);
    }
    rest = rest.slice(end + close.length);
  }
  return (
    <>
      {parts}
      {rest}
    </>
  );
}

/** The first marked part of a text. */
function findMark(text: string) {
  const found = marks.flatMap(([open, close]) => {
    const start = text.indexOf(open);
    const end = start === -1 ? -1 : text.indexOf(close, start + open.length);
    return end === -1 ? [] : [{ start, end, open, close }];
  });
  return found.toSorted((left, right) => left.start - right.start)[0];
}
