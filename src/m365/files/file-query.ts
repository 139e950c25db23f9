import { type Kql, kql, kqlAll, kqlAny, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import type { Zone } from '../../time/time-zone.ts';

/** What is asked for, resolved: names of sites and folders to their addresses, words to instants. */
export interface FileQuery {
  readonly text: string | undefined;
  /** Without a dot. */
  readonly fileType: string | undefined;
  readonly author: string | undefined;
  /** Addresses, percent-decoded and without a slash at the end: what is searched lies in one of them. */
  readonly places: readonly string[] | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly order: 'relevance' | 'newest' | 'oldest';
  readonly limit: number;
}

/** Everything that is asked for, without folders. Dates count by the day here; the rest is sorted out afterwards. */
export function fileKql({ text, fileType, author, places, afterMs, beforeMs, zone }: FileQuery): Kql {
  const wanted = kqlAll([
    text === undefined ? undefined : kqlText(text),
    fileType === undefined ? undefined : kqlFilter('filetype', fileType, { argument: 'fileType' }),
    author === undefined ? undefined : kqlFilter('author', author, { argument: 'author' }),
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'folderName' }))),
    kqlDays('LastModifiedTime', { afterMs, beforeMs }, zone),
  ]);
  // Content types of folders begin so. What is no folder to the index stays in.
  return kql`(${wanted}) NOT ContentTypeId:0x0120*`;
}
