import { z } from 'zod';
import { sealPurpose } from '../crypto/sealed-box.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { type SessionDependencies, type Sessions, createSessions } from '../oauth/sessions.ts';

const adminSessionSchema = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** For display only. */
  name: z.string(),
  username: z.string(),
  isAdministrator: z.boolean(),
  /** When the sign-in was started. */
  authenticatedAtMs: z.number(),
  /** When the user last entered a credential, as far as Entra tells; 0 for never. */
  interactiveAtMs: z.number(),
  /** The CSRF token of every form. */
  formToken: z.string(),
  /** Graph permissions of the server application for the user. Undefined if Entra did not return them. */
  granted: z
    .array(z.string())
    .readonly()
    .optional()
    .transform((granted) => granted),
});

/** The session of the administration pages. */
export type AdminSession = Readonly<z.infer<typeof adminSessionSchema>>;

/** The lifetime of a session. A removed role takes effect within it. */
export const adminSessionTtlMs = 30 * 60_000;

/** A change needs a sign-in at Entra within this time (ASVS 7.5.1). */
export const reauthenticationMs = 10 * 60_000;

/** Returns true if the user has signed in recently enough for a change. */
export function mayChange({ interactiveAtMs }: AdminSession, nowMs: number): boolean {
  return nowMs - interactiveAtMs < reauthenticationMs;
}

export function createAdminSessions(dependencies: SessionDependencies): Sessions<AdminSession> {
  return createSessions(dependencies, {
    purpose: sealPurpose('m365-admin/v1'),
    schema: adminSessionSchema,
    ttlMs: adminSessionTtlMs,
  });
}
