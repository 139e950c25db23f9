/** The values that a table of wrangler.toml gets. Strings are quoted; anything else is TOML already. */
export type TomlValues = Readonly<Record<string, string | { readonly toml: string }>>;

const quotedValue = /^(\s*[\w-]+\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')(\s*(?:#.*)?)$/;

/**
 * Sets keys of one table of a TOML text and leaves everything else, comments included, as it stands. A table that is
 * missing is put at the end.
 * @param table name between the brackets, such as `env.eu.vars`; empty for the keys before the first table
 * @throws Error where a key holds something other than one quoted text, which a person has to change by hand.
 */
export function setTomlValues(text: string, table: string, values: TomlValues): string {
  const lines = text.split('\n');
  if (table !== '' && !lines.some((line) => headerOf(line) === table)) lines.push(`[${table}]`, '');
  for (const [key, value] of Object.entries(values)) {
    const written = typeof value === 'string' ? JSON.stringify(value) : value.toml;
    const start = table === '' ? -1 : lines.findIndex((line) => headerOf(line) === table);
    const next = lines.findIndex((line, index) => index > start && headerOf(line) !== undefined);
    const end = next === -1 ? lines.length : next;
    const at = lines.findIndex((line, index) => index > start && index < end && keyOf(line) === key);
    if (at === -1) {
      const last = lines.findLastIndex((line, index) => index < end && line.trim() !== '');
      lines.splice(last + 1, 0, `${key} = ${written}`);
      continue;
    }
    const found = quotedValue.exec(lines[at] ?? '');
    if (!found)
      throw new Error(
        `Line ${at + 1} of wrangler.toml is not one quoted value: set ${key} = ${written} there.`,
      );
    lines[at] = `${found[1]}${written}${found[3]}`;
  }
  return lines.join('\n');
}

function headerOf(line: string): string | undefined {
  return /^\s*\[+\s*([\w.-]+)\s*\]+\s*(?:#.*)?$/.exec(line)?.[1];
}

function keyOf(line: string): string | undefined {
  return /^\s*([\w-]+)\s*=/.exec(line)?.[1];
}
