import { type Kql, kql, kqlAll, kqlAny, kqlFilter } from '../../graph/kql.ts';

/**
 * Folders with a name that begins like this. What a folder is to the index is said in three ways, since tenants differ:
 * by content type, as a container, and as no document.
 */
export function folderKql(name: string, places: readonly string[] | undefined, argument: string): Kql {
  const word = { argument, prefix: true };
  return kqlAll([
    kqlAny([kqlFilter('filename', name, word), kqlFilter('title', name, word)]),
    kql`ContentTypeId:0x0120* OR IsContainer:true OR isDocument:false`,
    places && kqlAny(places.map((place) => kqlFilter('path', place, { argument: 'site' }))),
  ]);
}
