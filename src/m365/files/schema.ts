import { z } from 'zod';
import { nullishInteger, nullishString } from '../../graph/nullish.ts';

const person = z
  .object({ user: z.object({ displayName: nullishString, email: nullishString }).nullish() })
  .nullish();

/** SharePoint was observed to return negative sizes. */
const fileSize = z
  .number()
  .nullish()
  .transform((bytes) => (typeof bytes === 'number' && bytes < 0 ? undefined : bytes));

const listIds = z
  .object({
    listId: nullishString,
    listItemId: nullishString,
    listItemUniqueId: nullishString,
  })
  .nullish();

/** A file or folder. A hit of Microsoft Search has neither `file` nor `folder`. */
export const driveItem = z.object({
  /** Present in hits of Microsoft Search: `#microsoft.graph.driveItem` or `#microsoft.graph.listItem`. */
  '@odata.type': nullishString,
  id: z.string(),
  name: nullishString,
  /** Of a list. */
  displayName: nullishString,
  size: fileSize,
  webUrl: nullishString,
  lastModifiedDateTime: nullishString,
  createdBy: person,
  lastModifiedBy: person,
  parentReference: z
    .object({
      driveId: nullishString,
      id: nullishString,
      path: nullishString,
      siteId: nullishString,
      sharepointIds: listIds,
    })
    .nullish(),
  file: z.object({ mimeType: nullishString }).nullish(),
  folder: z.object({ childCount: nullishInteger }).nullish(),
  package: z.object({ type: nullishString }).nullish(),
  malware: z.object({}).nullish(),
  root: z.object({}).nullish(),
  /** Target of a shortcut. */
  remoteItem: z
    .object({
      id: nullishString,
      webUrl: nullishString,
      parentReference: z.object({ driveId: nullishString }).nullish(),
      folder: z.object({ childCount: nullishInteger }).nullish(),
      size: fileSize,
    })
    .nullish(),
  /** Columns, where they were requested: of the list item of a file, and of a hit that is a list item. */
  listItem: z.object({ fields: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
  sharepointIds: z
    .object({
      listId: nullishString,
      listItemId: nullishString,
      listItemUniqueId: nullishString,
      siteId: nullishString,
      siteUrl: nullishString,
      webId: nullishString,
    })
    .nullish(),
});

export type DriveItem = z.output<typeof driveItem>;

/** The properties of {@link driveItem}, for `$select`. */
export const driveItemSelect =
  'id,name,size,webUrl,lastModifiedDateTime,createdBy,lastModifiedBy,parentReference,file,folder,package,malware,root,remoteItem';

/** The site of an item as `host,siteId,webId`; undefined if Graph returned only a part of it. */
export function toSiteId({ sharepointIds }: Pick<DriveItem, 'sharepointIds'>): string | undefined {
  const { siteUrl, siteId, webId } = sharepointIds ?? {};
  const host = URL.parse(siteUrl ?? '')?.hostname;
  return host && siteId && webId ? `${host},${siteId},${webId}` : undefined;
}
