/** The tools that the `?tools=` parameter of the connector URL selects. */
export type ToolSelection =
  | { readonly ok: true; readonly isSelected: (name: string) => boolean }
  | { readonly ok: false; readonly reason: string };

const maxListedNames = 5;
const maxNameLength = 64;
const unprintable = /[^\x20-\x7e]/g;

/** Names of tools; `optIn` are those that only `?tools=` selects. */
export interface ToolNames {
  readonly all: ReadonlySet<string>;
  readonly optIn: ReadonlySet<string>;
}

/**
 * Reads `?tools=a,b` of a request URL. Without it every tool is selected that is not opt-in. An unknown name is rejected,
 * not ignored: a user who restricts the connector must not get more or fewer tools than they listed.
 */
export function readToolSelection(url: URL, { all: toolNames, optIn }: ToolNames): ToolSelection {
  const values = url.searchParams.getAll('tools');
  if (values.length === 0) return { ok: true, isSelected: (name) => !optIn.has(name) };
  if (values.length > 1) return { ok: false, reason: 'The URL contains `tools` more than once.' };
  const available = `Available tools: ${[...toolNames].join(', ')}.`;
  const names = (values[0] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return { ok: false, reason: `\`?tools=\` names no tool. ${available}` };
  const unknown = names.filter((name) => !toolNames.has(name));
  if (unknown.length > 0) {
    const listed = unknown
      .slice(0, maxListedNames)
      .map((name) => name.slice(0, maxNameLength).replace(unprintable, '?'));
    return {
      ok: false,
      reason: `\`?tools=\` names tools that do not exist: ${listed.join(', ')}. ${available}`,
    };
  }
  const selected = new Set(names);
  return { ok: true, isSelected: (name) => selected.has(name) };
}
