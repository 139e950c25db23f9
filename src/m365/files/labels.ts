import { type KnownLabels, type LabelAccess, labelProperty } from '../labels.ts';
import { listHitKind } from '../lists/hit.ts';
import { isSitePage } from './query.ts';
import type { DriveItem } from './schema.ts';

/**
 * Expands the hidden column in which SharePoint stores the label of a file; empty while the tenant lists no label. It is
 * part of the request of the item.
 */
export function labelExpand({ isUsed }: Pick<LabelAccess, 'isUsed'>): { readonly $expand?: string } {
  return isUsed ? { $expand: 'listItem($expand=fields($select=_IpLabelId))' } : {};
}

/**
 * Properties of a search hit together with its label; undefined while the tenant lists no label. Microsoft Search returns
 * managed properties only where `fields` names them, and then only the standard properties that it names too.
 */
export function labelFields({ isUsed }: Pick<LabelAccess, 'isUsed'>): readonly string[] | undefined {
  return isUsed ? [...hitFields, labelProperty] : undefined;
}

const hitFields = [
  'id',
  'name',
  'displayName',
  'webUrl',
  'createdBy',
  'lastModifiedBy',
  'lastModifiedDateTime',
  'parentReference',
  'sharepointIds',
];

const columns: ReadonlySet<string> = new Set(['_iplabelid', labelProperty.toLowerCase()]);

/** The label of a file according to SharePoint, if it was requested and the file has one. */
export function itemLabels(
  { listItem, fields }: Pick<DriveItem, 'listItem' | 'fields'>,
  labels: LabelAccess,
): KnownLabels {
  const found = Object.entries({ ...fields, ...listItem?.fields });
  // Search returns names of fields with another case than they were requested in.
  return found.flatMap(([name, value]) => (columns.has(name.toLowerCase()) ? labels.ofTenant(value) : []));
}

/** Whether a file may be listed. Folders, pages, lists and rows have no labels. */
export function admitsItem(item: DriveItem, labels: LabelAccess): boolean {
  const isFile = !item.folder && !listHitKind(item) && !isSitePage(item.webUrl);
  return !isFile || labels.admits(itemLabels(item, labels));
}
