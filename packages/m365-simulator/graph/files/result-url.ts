import type { Call } from '../core/call.ts';
import type { DriveItem } from './drive.ts';

const withoutViewer = /\.(?:png|jpe?g|gif|bmp|tiff?|heic|mp4|mov|avi|wav|mp3|zip)$/i;

/**
 * URL of a file in the results of a search: in practice, files without a viewer have that of the form of their list item.
 * @param usual the URL of the file
 */
export function resultUrl<T>(call: Call, item: DriveItem, usual: T): T | string {
  return call.settings.behavior === 'practice' && withoutViewer.test(item.name)
    ? `${item.drive.webUrl}/Forms/DispForm.aspx?ID=${item.listItemId}`
    : usual;
}
