import { type SensitivityLabel, oneLine } from 'document-text';
import { type Kql, kql, kqlAny, kqlFilter } from '../graph/kql.ts';
import { AppError } from '../lib/app-error.ts';
import { type LabelRules, defaultLabelRules } from '../tenants/label-rules.ts';

/** The labels of one item as far as they are known, of any tenant. */
export type KnownLabels = readonly SensitivityLabel[];

/** The tenant's rules about content with sensitivity labels, for one tool call. */
export interface LabelAccess {
  /** Whether the tenant lists labels or withholds content: then lists and searches request the labels of their items. */
  readonly isUsed: boolean;
  /** Whether content may be listed and read out. */
  admits(labels: KnownLabels): boolean;
  /** @throws AppError `withheld_by_policy` */
  require(labels: KnownLabels): void;
  /** Names of the labels of the own tenant; undefined for none. */
  format(labels: KnownLabels): string | undefined;
  /** Limits a file search to what may be listed; undefined if it is not limited. */
  searchFilter(): Kql | undefined;
  /**
   * Ids of the listed labels with this name, or the given id.
   * @throws AppError `invalid_argument` for the name of a label that is not listed
   */
  find(nameOrId: string): readonly string[];
  /** A label of the own tenant, for an id that Microsoft 365 states; none for anything else. */
  ofTenant(id: unknown): KnownLabels;
  /** Number of items that were left out, for the note of a list. */
  note(withheld: number): string | undefined;
}

/** The managed property of SharePoint with the id of a file's label, in search queries and in `fields` of a search. */
export const labelProperty = 'InformationProtectionLabelId';

/** Applies the rules of a tenant; without rules nothing is withheld. */
export function createLabelAccess(
  tenantId: string,
  { labels: listed, withholdsOthers }: LabelRules = defaultLabelRules,
): LabelAccess {
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const withheld = new Set(listed.filter(({ isWithheld }) => isWithheld).map(({ id }) => id));
  const shown = new Set(listed.filter(({ isWithheld }) => !isWithheld).map(({ id }) => id));
  const isRestricting = withheld.size > 0 || withholdsOthers;
  const isOwn = (label: SensitivityLabel) => label.tenantId === tenantId;

  /**
   * A withheld id counts with any tenant, because the metadata can be edited. Only a label of the own tenant opens, beside no
   * other label of the own or of an unstated tenant.
   */
  function findReason(labels: KnownLabels): 'label' | 'other' | undefined {
    if (labels.some(({ id }) => withheld.has(id))) return 'label';
    if (!withholdsOthers) return undefined;
    const restricting = labels.filter((label) => isOwn(label) || label.tenantId === undefined);
    const isShown = labels.some(isOwn) && restricting.every(({ id }) => shown.has(id));
    return isShown ? undefined : 'other';
  }
  return {
    isUsed: listed.length > 0 || withholdsOthers,
    admits: (labels) => findReason(labels) === undefined,
    require: (labels) => {
      const reason = findReason(labels);
      if (reason === undefined) return;
      const subject =
        reason === 'label'
          ? 'content with its sensitivity label'
          : 'content without a sensitivity label that it has listed';
      throw new AppError(
        'withheld_by_policy',
        `Your organization withholds ${subject} from this connector. Open it in Microsoft 365.`,
      );
    },
    format: (labels) => {
      const known = labels.filter((label) => isOwn(label) || names.has(label.id));
      const texts = known.map(({ id, name }) => names.get(id) || oneLine(name, 80) || id);
      return [...new Set(texts)].join(', ') || undefined;
    },
    searchFilter: () => {
      const condition = (id: string) => kqlFilter(labelProperty, id, { argument: 'label' });
      if (withholdsOthers) return shown.size === 0 ? undefined : kqlAny([...shown].map(condition));
      return withheld.size === 0 ? undefined : kql`NOT (${kqlAny([...withheld].map(condition))})`;
    },
    find: (nameOrId) => {
      const id = findGuid(nameOrId);
      if (id !== undefined) return [id];
      const wanted = nameOrId.toLowerCase();
      const found = listed.filter(({ name }) => name !== '' && name.toLowerCase() === wanted);
      if (found.length > 0) return found.map((label) => label.id);
      const known = [...new Set(names.values())].filter((name) => name !== '');
      throw new AppError(
        'invalid_argument',
        `label is not a sensitivity label that your organization has listed. Give its id${known.length === 0 ? '' : `, or one of: ${known.join(', ')}`}.`,
        { argument: 'label' },
      );
    },
    ofTenant: (id) => {
      const found = typeof id === 'string' ? findGuid(id) : undefined;
      return found === undefined ? [] : [{ id: found, tenantId, name: undefined }];
    },
    note: (count) => {
      if (!isRestricting) return undefined;
      if (count === 0)
        return 'Content that your organization withholds by its sensitivity label is left out.';
      return `${count} withheld: your organization withholds content by its sensitivity label.`;
    },
  };
}

function findGuid(text: string): string | undefined {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0].toLowerCase();
}
