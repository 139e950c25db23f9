import { z } from 'zod';

/** More hashes make a cursor too long. */
export const maxSeen = 200;

/** The last entry of a page, newest or oldest first. The next page starts there, whatever arrived or was deleted since. */
export const timeKey = z.object({
  /** Its time. */
  atMs: z.int(),
  /** Hashes of the entries on earlier pages that the request of the next page finds again. */
  seen: z.array(z.string().max(16)).max(maxSeen),
  /** Whether `seen` is incomplete: then entries after the key count as seen. */
  isFull: z.literal(true).optional(),
});
export type TimeKey = z.output<typeof timeKey>;
