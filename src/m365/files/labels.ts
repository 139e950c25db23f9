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

/** Whether an item may be listed. */
export function admitsItem(item: DriveItem, labels: LabelAccess): boolean {
  const known = itemLabels(item, labels);
  return (known.length === 0 && !isFile(item)) || labels.admits(known);
}

/** Whether an item is a file or a shortcut to one. Folders, pages, lists and rows have no labels. */
function isFile(item: DriveItem): boolean {
  return !(item.remoteItem ?? item).folder && !listHitKind(item) && !isSitePage(item.webUrl);
}
