import type { ApplicationDocument } from './application-document.ts';

/** One thing that must hold of an application. */
export interface ApplicationRule {
  /** What is done where it does not hold. */
  readonly says: string | ((before: ApplicationDocument) => string);
  /** The document as it has to be: the very same object where the rule holds already. */
  readonly settle: (document: ApplicationDocument) => ApplicationDocument;
}

/** What has to change so that every rule holds. */
export interface ApplicationPatch {
  readonly says: readonly string[];
  /** Whole properties: whether Graph merges the parts of `api` and `web` is not documented. */
  readonly body: Partial<ApplicationDocument>;
  readonly after: ApplicationDocument;
}

/** Applies the rules in their order. */
export function applyRules(before: ApplicationDocument, rules: readonly ApplicationRule[]): ApplicationPatch {
  const says: string[] = [];
  let after = before;
  for (const rule of rules) {
    const settled = rule.settle(after);
    if (settled !== after) says.push(typeof rule.says === 'string' ? rule.says : rule.says(after));
    after = settled;
  }
  const changed = (Object.keys(after) as (keyof ApplicationDocument)[]).filter(
    (name) => after[name] !== before[name],
  );
  return { says, body: Object.fromEntries(changed.map((name) => [name, after[name]])), after };
}

/** The list with what it lacks of `wanted`; the same list where it lacks nothing. */
export function withAll<T>(list: readonly T[], wanted: readonly T[]): readonly T[] {
  const missing = wanted.filter((entry) => !list.includes(entry));
  return missing.length === 0 ? list : [...list, ...missing];
}

/** The list without these; the same list where it has none of them. */
export function withoutAny<T>(list: readonly T[], unwanted: readonly T[]): readonly T[] {
  return list.some((entry) => unwanted.includes(entry))
    ? list.filter((entry) => !unwanted.includes(entry))
    : list;
}
