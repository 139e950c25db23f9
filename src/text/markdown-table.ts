/** One line for a table cell: pipes escaped, line breaks shown as ` / `. */
function cellText(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  if (!escaped.includes('\n')) return escaped.trim();
  const lines = escaped.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' / ');
}

/**
 * Rows as a Markdown pipe table, the first one as its head. Short rows stay short, so that one wide row costs nothing
 * in the others.
 */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  let columns = 1;
  for (const row of rows) columns = Math.max(columns, row.length);
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = row.map(cellText);
    if (index === 0) while (cells.length < columns) cells.push('');
    lines.push(`| ${cells.join(' | ')} |`);
    if (index === 0) lines.push(`|${' --- |'.repeat(columns)}`);
  }
  return lines.join('\n');
}
