/** One line for a table cell: pipes escaped, line breaks shown as ` / `. */
function cellText(text: string): string {
  const escaped = text.includes('|') ? text.replaceAll('|', '\\|') : text;
  if (!escaped.includes('\n')) return escaped.trim();
  const lines = escaped.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' / ');
}

/** A row of a Markdown pipe table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(cellText).join(' | ')} |`;
}

/**
 * The head of a table of so many columns, with the rule below it. Other rows may stay shorter, so that one wide row
 * costs nothing in them.
 */
export function markdownHead(cells: readonly string[], columns: number): string {
  return `${markdownRow(cells)}${'  |'.repeat(columns - cells.length)}\n|${' --- |'.repeat(columns)}`;
}
