import { labelId } from '../files/drive-item-json.ts';
import { type DriveItem, itemSize, itemWebUrl } from '../files/drive.ts';
import type { KqlDocument, KqlValue } from '../kql/kql-match.ts';
import type { TenantData } from '../core/tenant-data.ts';

/**
 * A file or folder as the index of SharePoint sees it, by its managed properties.
 * @see https://learn.microsoft.com/sharepoint/crawled-and-managed-properties-overview
 */
export function fileDocument(tenant: TenantData, item: DriveItem): KqlDocument {
  return {
    words: tenant.fileTexts.words(item),
    property(name): KqlValue | undefined {
      switch (name) {
        case 'filename':
        case 'title':
          return [item.name, item.name.replace(/\.\w+$/, '')];
        case 'filetype':
        case 'fileextension':
        case 'secondaryfileextension':
          return item.document ? [item.name.split('.').at(-1) ?? ''] : [];
        case 'author':
        case 'createdby':
          return [item.author];
        case 'editor':
        case 'modifiedby':
        case 'lastmodifiedby':
          return [item.editor];
        case 'path':
        case 'originalpath':
        case 'url':
          return [decodeURIComponent(itemWebUrl(item))];
        case 'site':
        case 'spsiteurl':
        case 'sitename':
          return [item.drive.site.webUrl];
        case 'siteid':
          return [item.drive.site.collectionGuid];
        case 'lastmodifiedtime':
        case 'write':
        case 'modified':
          return { dayOf: item.modifiedMs };
        case 'created':
          return { dayOf: item.createdMs };
        case 'size':
          return itemSize(item);
        case 'isdocument':
          return item.document !== undefined && !isPage(item);
        case 'iscontainer':
          return item.document === undefined;
        case 'contenttypeid':
          return [isPage(item) ? '0x0101009D1CB255DA' : item.document ? '0x0101009A7B' : '0x01200078F2'];
        case 'contenttype':
          return [isPage(item) ? 'Site Page' : item.document ? 'Document' : 'Folder'];
        case 'contentclass':
          return [isPage(item) ? 'STS_ListItem_WebPageLibrary' : 'STS_ListItem_DocumentLibrary'];
        case 'informationprotectionlabelid':
          return [labelId(item) ?? []].flat();
        default:
          return undefined;
      }
    },
  };
}

/** Whether the item is a site page. */
export function isPage(item: DriveItem): boolean {
  return item.drive.name === 'Site Pages';
}
