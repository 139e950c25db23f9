const indent = '  ';
/** A page of a long text is cut at the end of a line: with lines of this length there always is one. */
const mostLineCharacters = 1000;

/** A text in which every line begins with two spaces, long lines broken. Empty lines stay empty. */
export function indented(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= mostLineCharacters ? [line] : pieces(line)))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/^\n{1,2}|\n{1,2}$/g, '');
}

function pieces(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < line.length;) {
    const limit = Math.min(at + mostLineCharacters, line.length);
    const space = limit === line.length ? -1 : line.lastIndexOf(' ', limit - 1);
    const unit = line.charCodeAt(limit);
    const splitsPair = unit >= 0xdc00 && unit <= 0xdfff;
    const end = space > at + mostLineCharacters / 2 ? space + 1 : splitsPair ? limit - 1 : limit;
    parts.push(line.slice(at, end));
    at = end;
  }
  return parts;
}
