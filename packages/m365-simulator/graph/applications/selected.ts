import { invalid } from './call.ts';

/** The members that `$select` names; all of them without it. @throws GraphFault 400 for one that does not exist. */
export function selected(
  query: URLSearchParams,
  document: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = query.get('$select')?.split(',') ?? Object.keys(document);
  const unknown = names.find((name) => !Object.hasOwn(document, name));
  if (unknown !== undefined) throw invalid(`Could not find a property named '${unknown}'.`);
  return Object.fromEntries(names.map((name) => [name, document[name]]));
}
