import type { Context } from 'hono';
import type { EndingCredential } from '../entra/ending-credential.ts';
import type { TenantId } from '../lib/guid.ts';
import type { AdminSession } from './session.ts';
import type { Admin } from './admin.ts';
import type { Person } from '../oauth/person.ts';
import type { SealedFormat } from '../oauth/sealed-format.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';
import type { AuthorNames } from './actor-names.ts';
import { readAdminCookie } from '../http/cookies.ts';
import type { CheckReport, SelfCheckServices } from './self-check.ts';
import type { OAuthServices } from '../oauth/routes/browser.ts';

/** What the administration needs. */
export interface AdminRouteServices extends OAuthServices, SelfCheckServices {
  readonly admin: Admin;
  readonly reports: SealedFormat<CheckReport>;
  readonly policies: TenantPolicies;
  readonly authorNames: AuthorNames;
  /** Whether the operator has enabled an organisation. */
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  /** Ends every connection of a person. Durable once it has returned. */
  readonly revokePerson: (person: Person) => Promise<void>;
  /** When a person or their organisation last ended every sign-in. */
  readonly lastRevocationMs: (person: Person) => Promise<number>;
  /** Credentials of the connector that its operator has to renew. */
  readonly endingCredentials: (nowMs: number) => readonly EndingCredential[];
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/** Who is signed in to the administration page. A revocation ends that as well, that of everybody one's own. */
export async function readSession(
  c: Context,
  { admin, isTenantAllowed, lastRevocationMs }: AdminRouteServices,
): Promise<AdminSession | undefined> {
  const cookie = readAdminCookie(c);
  const session = cookie === undefined ? undefined : await admin.sessions.open(cookie);
  // Of an organisation that is not enabled nothing is kept, so nothing is revoked.
  if (!session || !isTenantAllowed(session.tenantId)) return session;
  return session.provenAtMs > (await lastRevocationMs(session)) ? session : undefined;
}
