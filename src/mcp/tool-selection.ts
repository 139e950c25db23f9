/** Which tools a person wants: those that `?tools=` of the connector's address names. */
export type ToolSelection =
  | { readonly ok: true; readonly wants: (name: string) => boolean }
  | { readonly ok: false; readonly problem: string };

const maxEchoed = 5;
const unprintable = /[^\x20-\x7e]/g;

/**
 * Reads `?tools=a,b` of a request. Without it every tool is wanted. A name that no tool has is refused rather than
 * passed over: a person who narrows must not end up with more or less than they wrote.
 */
export function readToolSelection(url: URL, toolNames: ReadonlySet<string>): ToolSelection {
  const given = url.searchParams.getAll('tools');
  if (given.length === 0) return { ok: true, wants: () => true };
  const there = `There are: ${[...toolNames].join(', ')}.`;
  if (given.length > 1) return { ok: false, problem: 'The address names `tools` more than once.' };
  const names = (given[0] ?? '').split(',').map((name) => name.trim());
  const unknown = names.filter((name) => name !== '' && !toolNames.has(name));
  if (unknown.length > 0) {
    const echoed = unknown.slice(0, maxEchoed).map((name) => name.slice(0, 64).replace(unprintable, '?'));
    return {
      ok: false,
      problem: `\`?tools=\` names tools that do not exist: ${echoed.join(', ')}. ${there}`,
    };
  }
  const wanted = new Set(names.filter((name) => name !== ''));
  if (wanted.size === 0) return { ok: false, problem: `\`?tools=\` names no tool. ${there}` };
  return { ok: true, wants: (name) => wanted.has(name) };
}
