import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { type SealedToken, createSealedToken } from '../oauth/sealed-tokens.ts';

const adminSessionSchema = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** For display only. */
  name: z.string(),
  username: z.string(),
  isAdministrator: z.boolean(),
  /** When the sign-in was started. */
  authenticatedAtMs: z.number(),
  /** The CSRF token of every form. */
  formToken: z.string(),
  /** Graph permissions of the server application for the user. Undefined if Entra did not return them. */
  granted: z
    .array(z.string())
    .readonly()
    .optional()
    .transform((granted) => granted),
});

/** The session of the administration pages, a sealed cookie. */
export type AdminSession = Readonly<z.infer<typeof adminSessionSchema>>;

/** The lifetime of a session. A removed role takes effect within it. */
export const adminSessionTtlMs = 30 * 60_000;

/** Creates the sealed session cookie. */
export function createAdminSessions(keyRing: KeyRing, clock: Clock): SealedToken<AdminSession> {
  return createSealedToken(keyRing, clock, {
    purpose: 'm365-admin/v1',
    schema: adminSessionSchema,
    ttlMs: adminSessionTtlMs,
  });
}
