import { z } from 'zod';

const person = z
  .object({ user: z.object({ displayName: z.string().nullish(), email: z.string().nullish() }).nullish() })
  .nullish();

/** SharePoint was observed to return negative sizes. */
const fileSize = z
  .number()
  .nullish()
  .transform((bytes) => (typeof bytes === 'number' && bytes < 0 ? undefined : bytes));

const listIds = z
  .object({
    listId: z.string().nullish(),
    listItemId: z.string().nullish(),
    listItemUniqueId: z.string().nullish(),
  })
  .nullish();

/** A file or folder. A hit of Microsoft Search has neither `file` nor `folder`. */
export const driveItem = z.object({
  /** Present in hits of Microsoft Search: `#microsoft.graph.driveItem` or `#microsoft.graph.listItem`. */
  '@odata.type': z.string().nullish(),
  id: z.string(),
  name: z.string().nullish(),
  /** Of a list. */
  displayName: z.string().nullish(),
  size: fileSize,
  webUrl: z.string().nullish(),
  lastModifiedDateTime: z.string().nullish(),
  createdBy: person,
  lastModifiedBy: person,
  parentReference: z
    .object({
      driveId: z.string().nullish(),
      id: z.string().nullish(),
      path: z.string().nullish(),
      siteId: z.string().nullish(),
      sharepointIds: listIds,
    })
    .nullish(),
  file: z.object({ mimeType: z.string().nullish() }).nullish(),
  folder: z.object({ childCount: z.int().nullish() }).nullish(),
  package: z.object({ type: z.string().nullish() }).nullish(),
  malware: z.object({}).nullish(),
  root: z.object({}).nullish(),
  /** Target of a shortcut. */
  remoteItem: z
    .object({
      id: z.string().nullish(),
      webUrl: z.string().nullish(),
      parentReference: z.object({ driveId: z.string().nullish() }).nullish(),
      folder: z.object({ childCount: z.int().nullish() }).nullish(),
      size: fileSize,
    })
    .nullish(),
  /** Columns, where they were requested: of the list item of a file, and of a hit that is a list item. */
  listItem: z.object({ fields: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
  sharepointIds: z
    .object({
      listId: z.string().nullish(),
      listItemId: z.string().nullish(),
      listItemUniqueId: z.string().nullish(),
      siteId: z.string().nullish(),
      siteUrl: z.string().nullish(),
      webId: z.string().nullish(),
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
