import type { Document } from '../documents/document.ts';
import type { SeedLabel } from '../documents/labeled-document.ts';

/** A file or folder of a library. */
export type FileSeed =
  | {
      readonly kind: 'folder';
      readonly name: string;
      readonly children: readonly FileSeed[];
    }
  | {
      readonly kind: 'file';
      readonly document: Document;
      readonly author: string;
      readonly editor?: string;
      readonly daysAgo: number;
      /** User principal names; without it all users who may open the library. */
      readonly restrictedTo?: readonly string[];
      /** Users with whom a file of a personal drive is shared. */
      readonly sharedWith?: readonly string[];
      readonly isMalware?: boolean;
      /** The sensitivity label that SharePoint stores in a column and in its index. */
      readonly label?: SeedLabel;
    };

/** A site with one library. */
export interface SiteSeed {
  /** As in the rights of the users. */
  readonly key: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly description: string;
  readonly files: readonly FileSeed[];
}

/** A folder. */
export function folder(name: string, children: readonly FileSeed[]): FileSeed {
  return { kind: 'folder', name, children };
}

/** A file with its author and age. */
export function file(
  document: Document,
  author: string,
  daysAgo: number,
  more: Partial<Extract<FileSeed, { kind: 'file' }>> = {},
): FileSeed {
  return { kind: 'file', document, author, daysAgo, ...more };
}
