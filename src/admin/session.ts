import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { type SealedToken, createSealedToken } from '../oauth/sealed-tokens.ts';

const adminSessionSchema = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** For display alone. */
  name: z.string(),
  username: z.string(),
  isAdministrator: z.boolean(),
  /** When the sign-in began that proved it. */
  authenticatedAtMs: z.number(),
  /** Every form of the page carries it. */
  formToken: z.string(),
  /** Graph permissions that the server application holds for this person. Undefined where Entra did not say. */
  granted: z
    .array(z.string())
    .readonly()
    .optional()
    .transform((granted) => granted),
});

/** A person who has signed in to the administration page. Nothing is kept of it but a sealed cookie. */
export type AdminSession = Readonly<z.infer<typeof adminSessionSchema>>;

/** How long the page knows somebody. Roles that are taken away count by then. */
export const adminSessionTtlMs = 30 * 60_000;

/** Sessions as a cookie carries them. */
export function createAdminSessions(keyRing: KeyRing, clock: Clock): SealedToken<AdminSession> {
  return createSealedToken(keyRing, clock, {
    purpose: 'm365-admin/v1',
    schema: adminSessionSchema,
    ttlMs: adminSessionTtlMs,
  });
}
