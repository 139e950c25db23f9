import type { ApplicationDocument } from './application-document.ts';

/** A requirement on the manifest of an application registration. */
export interface ApplicationRule {
  /** The change that is printed when the requirement is not met. */
  readonly description: string | ((before: ApplicationDocument) => string);
  /** The corrected manifest, or the same object when the requirement is met. */
  readonly apply: (document: ApplicationDocument) => ApplicationDocument;
}

/** The changes that meet all requirements. */
interface ApplicationPatch {
  readonly descriptions: readonly string[];
  /** Complete properties, since Graph does not document whether it merges members of `api` and `web`. */
  readonly body: Partial<ApplicationDocument>;
  readonly after: ApplicationDocument;
}

/** Applies the rules in order. */
export function applyRules(before: ApplicationDocument, rules: readonly ApplicationRule[]): ApplicationPatch {
  const descriptions: string[] = [];
  let after = before;
  for (const rule of rules) {
    const updated = rule.apply(after);
    if (updated !== after)
      descriptions.push(typeof rule.description === 'string' ? rule.description : rule.description(after));
    after = updated;
  }
  const changed = (Object.keys(after) as (keyof ApplicationDocument)[]).filter(
    (name) => after[name] !== before[name],
  );
  return {
    descriptions,
    body: Object.fromEntries(changed.map((name) => [name, after[name]])),
    after,
  };
}

/** The list with all `wanted` entries; the same array when none is missing. */
export function addMissing<T>(list: readonly T[], wanted: readonly T[]): readonly T[] {
  const missing = wanted.filter((entry) => !list.includes(entry));
  return missing.length === 0 ? list : [...list, ...missing];
}

/** The list without the `unwanted` entries; the same array when it has none. */
function removeAny<T>(list: readonly T[], unwanted: readonly T[]): readonly T[] {
  return list.some((entry) => unwanted.includes(entry))
    ? list.filter((entry) => !unwanted.includes(entry))
    : list;
}

type Platform = 'web' | 'publicClient' | 'spa';

/** Rules for both registrations. */
export const sharedRules: readonly ApplicationRule[] = [
  {
    description:
      'disable flows without a redirect URI, such as the device code flow (isFallbackPublicClient: false)',
    apply: (document) =>
      document.isFallbackPublicClient === false ? document : { ...document, isFallbackPublicClient: false },
  },
  {
    description:
      'lock the credentials of its service principals in every tenant (servicePrincipalLockConfiguration)',
    apply: (document) => {
      const lock = document.servicePrincipalLockConfiguration;
      if (lock?.isEnabled && lock.allProperties) return document;
      return { ...document, servicePrincipalLockConfiguration: { isEnabled: true, allProperties: true } };
    },
  },
  {
    description: 'disable the implicit grant',
    apply: (document) => {
      const { enableAccessTokenIssuance, enableIdTokenIssuance } = document.web.implicitGrantSettings;
      if (!enableAccessTokenIssuance && !enableIdTokenIssuance) return document;
      const implicitGrantSettings = { enableIdTokenIssuance: false, enableAccessTokenIssuance: false };
      return { ...document, web: { ...document.web, implicitGrantSettings } };
    },
  },
];

/** The redirect URI belongs to this platform and to no other. */
export function redirectRule(platform: Platform, uri: string): ApplicationRule {
  const others = (['web', 'publicClient', 'spa'] as const).filter((other) => other !== platform);
  return {
    description: `redirect URI ${uri} (${platform})`,
    apply: (document) =>
      others.reduce(
        (updated, other) => updateRedirectUris(updated, other, (uris) => removeAny(uris, [uri])),
        updateRedirectUris(document, platform, (uris) => addMissing(uris, [uri])),
      ),
  };
}

/** Redirect URIs outside `known`. The owner of such a URI could receive authorization codes. */
export function unknownRedirects(document: ApplicationDocument, known: readonly string[]): readonly string[] {
  return (['web', 'publicClient', 'spa'] as const)
    .flatMap((platform) => document[platform].redirectUris)
    .filter((uri) => !known.includes(uri));
}

/** Removes a redirect URI from every platform. */
export function removeRedirectRule(uri: string): ApplicationRule {
  return {
    description: `remove the unknown redirect URI ${uri}`,
    apply: (document) =>
      (['web', 'publicClient', 'spa'] as const).reduce(
        (updated, platform) => updateRedirectUris(updated, platform, (uris) => removeAny(uris, [uri])),
        document,
      ),
  };
}

/**
 * The registration requires these delegated permissions of a resource.
 * @param wanted permission ids by name
 */
export function permissionRule(
  resourceAppId: string,
  resourceName: string,
  wanted: Readonly<Record<string, string>>,
): ApplicationRule {
  const missingIn = (document: ApplicationDocument): string[] => {
    const entry = document.requiredResourceAccess.find(
      (candidate) => candidate.resourceAppId === resourceAppId,
    );
    const present = new Set(entry?.resourceAccess.filter(({ type }) => type === 'Scope').map(({ id }) => id));
    return Object.keys(wanted).filter((name) => !present.has(wanted[name] ?? ''));
  };
  return {
    description: (document) => `require permissions of ${resourceName}: ${missingIn(document).join(', ')}`,
    apply: (document) => {
      const missing = missingIn(document);
      if (missing.length === 0) return document;
      const entries = document.requiredResourceAccess;
      const entry = entries.find((candidate) => candidate.resourceAppId === resourceAppId);
      const added = missing.map((name) => ({ id: wanted[name] ?? '', type: 'Scope' }));
      const resourceAccess = [...(entry?.resourceAccess ?? []), ...added];
      const rest = entries.filter((candidate) => candidate !== entry);
      return { ...document, requiredResourceAccess: [...rest, { resourceAppId, resourceAccess }] };
    },
  };
}

function updateRedirectUris(
  document: ApplicationDocument,
  platform: Platform,
  change: (uris: readonly string[]) => readonly string[],
): ApplicationDocument {
  const part = document[platform];
  const redirectUris = change(part.redirectUris);
  return redirectUris === part.redirectUris
    ? document
    : { ...document, [platform]: { ...part, redirectUris } };
}
