import type { DirectoryUser } from '../directory/directory.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { SignInContext } from './sign-in-context.ts';

/** A Conditional Access policy. */
export interface ConditionalAccessPolicy {
  /** A GUID: what a claims challenge names. */
  readonly id: string;
  readonly tenantId: string;
  /** Application id of the resource that it protects. */
  readonly resourceId: string;
  /** The users it applies to; all users when absent. */
  readonly objectIds?: readonly string[];
  readonly grant: 'mfa' | 'compliantDevice' | 'block' | 'signInFrequency';
  /** For `signInFrequency`: how old a sign-in may be. */
  readonly maximumAgeSeconds?: number;
}

/** Policies that apply to a user at a resource. */
export function policiesFor(
  policies: readonly ConditionalAccessPolicy[],
  user: DirectoryUser,
  resourceId: string,
): readonly ConditionalAccessPolicy[] {
  return policies.filter(
    (policy) =>
      policy.tenantId === user.tenantId &&
      policy.resourceId === resourceId &&
      (policy.objectIds === undefined || policy.objectIds.includes(user.objectId)),
  );
}

/** Ids of the policies that a claims challenge requires. */
export function challengedPolicies(claims: string | undefined): readonly string[] {
  if (claims === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(claims);
  } catch {
    throw new EntraError(90100, { parameter: 'claims' });
  }
  const accessToken = (parsed as { access_token?: Record<string, { values?: unknown } | null> } | null)
    ?.access_token;
  return ['polids', 'capolids'].flatMap((member) => {
    const values = accessToken?.[member]?.values;
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  });
}

function challenge(member: 'polids' | 'capolids', policy: ConditionalAccessPolicy): string {
  return JSON.stringify({ access_token: { [member]: { essential: true, values: [policy.id] } } });
}

/**
 * Throws what the first unmet policy means for a request without a user in front of it: a refresh, or an exchange.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide
 */
export function enforcePolicies(
  policies: readonly ConditionalAccessPolicy[],
  context: SignInContext,
  nowMs: number,
): void {
  for (const policy of policies) {
    switch (policy.grant) {
      case 'block':
        throw new EntraError(53003, {}, challenge('capolids', policy));
      case 'mfa':
        if (context.mfa) break;
        throw new EntraError(50076, { resource: policy.resourceId }, challenge('polids', policy));
      case 'compliantDevice':
        if (context.compliantDevice) break;
        throw new EntraError(53000, {}, challenge('polids', policy));
      case 'signInFrequency': {
        const maximum = policy.maximumAgeSeconds ?? 0;
        if (nowMs - context.authTimeMs <= maximum * 1000) break;
        const issued = new Date(context.authTimeMs).toISOString();
        throw new EntraError(70043, { issued, maximum: String(maximum) });
      }
    }
  }
}
