import type { Child } from 'hono/jsx';

const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/**
 * Renders a message of the catalog: `` `code` ``, `**strong**` and `[link](url)`. Messages with values of others, such
 * as names, are rendered as plain text instead.
 */
export function RichText({ text }: { readonly text: string }) {
  const parts: Child[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, code, strong, label, href] = match;
    parts.push(text.slice(end, match.index));
    if (code !== undefined) parts.push(<code>{code}</code>);
    else if (strong !== undefined) parts.push(<strong>{strong}</strong>);
    else parts.push(<a href={href}>{label}</a>);
    end = match.index + whole.length;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
