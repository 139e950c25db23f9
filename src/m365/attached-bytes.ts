import { z } from 'zod';
import type { GraphClient } from '../graph/client.ts';
import type { GraphPath } from '../graph/graph-path.ts';
import { AppError } from '../lib/app-error.ts';
import { decodeBase64Url } from '../crypto/encoding.ts';

const withContent = z.object({ contentBytes: z.string() });

/** A file of more bytes does not come this way: it is base64 within JSON, of which 8 MB are read. */
export const mostAttachedBytes = 5 * 1024 * 1024;

/**
 * The bytes of a file that is attached to a mail or an event, as the attachment itself holds them.
 * @throws AppError `unreadable_content`
 */
export async function attachedBytes(graph: GraphClient, path: GraphPath): Promise<Uint8Array> {
  const { contentBytes } = await graph.json({ path, schema: withContent });
  const bytes = decodeBase64Url(contentBytes.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  if (!bytes) throw new AppError('unreadable_content', 'The attachment came damaged. Try again.');
  return bytes;
}
