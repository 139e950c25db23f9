import { GraphError, badRequest } from '../core/graph-error.ts';

/** `$select` behavior of a service. */
export interface SelectRules {
  /** As the error names it, such as `Microsoft.OutlookServices.Message`. */
  readonly typeName: string;
  readonly known: readonly string[];
  /** Always returned: Exchange adds the id to every selection. */
  readonly always: readonly string[];
  /** Returned only when selected. */
  readonly onRequest?: readonly string[];
}

/**
 * The members of an item that were requested; annotations of the item itself (`@odata.…`) stay.
 * @throws GraphError 400 for a property that the type does not have.
 */
export function selectProperties(
  item: Readonly<Record<string, unknown>>,
  select: readonly string[] | undefined,
  rules: SelectRules,
): Record<string, unknown> {
  if (select === undefined || select.includes('*')) {
    return Object.fromEntries(Object.entries(item).filter(([name]) => !rules.onRequest?.includes(name)));
  }
  const requested = new Set([...rules.always, ...select.map((name) => knownName(name, rules))]);
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => requested.has(name) || name.startsWith('@odata.')),
  );
}

function knownName(path: string, rules: SelectRules): string {
  const name = path.split('/')[0] ?? '';
  const known = rules.known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  if (name.startsWith('@')) return name;
  const message = `Could not find a property named '${name}' on type '${rules.typeName}'.`;
  if (rules.typeName.startsWith('Microsoft.OutlookServices.')) {
    throw new GraphError(400, 'RequestBroker--ParseUri', message);
  }
  throw badRequest(`Parsing OData Select and Expand failed: ${message}`);
}
