import type { Call } from '../core/call.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { downloadAddress } from './content.ts';
import type { DriveItem } from './drive.ts';
import { downloadUrlProperty, driveItemJson, driveItemRules } from './drive-item-json.ts';

/** An item with the members that were asked for. */
export function itemView(
  call: Call,
  item: DriveItem,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const view = selectProperties(driveItemJson(call, item), select, driveItemRules);
  const wanted =
    select === undefined || select.includes(downloadUrlProperty) || select.includes('content.downloadUrl');
  if (!wanted || !item.document || 'malware' in view) return view;
  return { [downloadUrlProperty]: downloadAddress(call, item), ...view };
}
