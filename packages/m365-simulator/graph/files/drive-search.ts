import { type Call, hasAny } from '../core/call.ts';
import { sharePointAccessDenied } from '../core/graph-error.ts';
import { collection } from '../core/response.ts';
import { signedIn } from '../directory/directory-routes.ts';
import { textWords } from '../kql/text-words.ts';
import { nextLink } from '../odata/next-link.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import { itemView } from './item-view.ts';
import { mayOpenItem } from './file-access.ts';
import { openDrive } from './find-drive.ts';

/** `search(q='…')` within a drive: words in the name, the folder names and the indexed text. */
export function answerSearch(call: Call): Response {
  const user = signedIn(call);
  const drive = openDrive(call);
  const near = drive.owner === user && hasAny(call, 'Files.Read');
  if (!near && !hasAny(call, 'Files.Read.All', 'Sites.Read.All')) throw sharePointAccessDenied();
  const options = readQueryOptions(call, 999);
  const words = textWords(call.param('q').replaceAll("''", "'"));
  const found = drive.items.filter((item) => {
    if (!item.parent || !mayOpenItem(user, item)) return false;
    const have = call.organisation.fileTexts.words(item);
    return words.every((word) => have.some((candidate) => candidate.startsWith(word)));
  });
  const start = Number(options.skipToken ?? 0);
  const end = start + (options.top ?? 200);
  return collection('Collection(driveItem)', {
    value: found.slice(start, end).map((item) => itemView(call, item, options.select)),
    ...(end < found.length ? { nextLink: nextLink(call, '$skiptoken', end) } : {}),
  });
}
