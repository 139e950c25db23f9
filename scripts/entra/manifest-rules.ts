import type { ApplicationDocument } from './application.ts';

/** One thing that must hold of an application. */
export interface ApplicationRule {
  /** What is done where it does not hold. */
  readonly description: string | ((before: ApplicationDocument) => string);
  /** The document as it has to be: the very same object where the rule holds already. */
  readonly apply: (document: ApplicationDocument) => ApplicationDocument;
}

/** What has to change so that every rule holds. */
interface ApplicationPatch {
  readonly description: readonly string[];
  /** Whole properties: whether Graph merges the parts of `api` and `web` is not documented. */
  readonly body: Partial<ApplicationDocument>;
  readonly after: ApplicationDocument;
}

/** Applies the rules in their order. */
export function applyRules(before: ApplicationDocument, rules: readonly ApplicationRule[]): ApplicationPatch {
  const description: string[] = [];
  let after = before;
  for (const rule of rules) {
    const updated = rule.apply(after);
    if (updated !== after)
      description.push(typeof rule.description === 'string' ? rule.description : rule.description(after));
    after = updated;
  }
  const changed = (Object.keys(after) as (keyof ApplicationDocument)[]).filter(
    (name) => after[name] !== before[name],
  );
  return {
    description: description,
    body: Object.fromEntries(changed.map((name) => [name, after[name]])),
    after,
  };
}

/** The list with what it lacks of `wanted`; the same list where it lacks nothing. */
export function addMissing<T>(list: readonly T[], wanted: readonly T[]): readonly T[] {
  const missing = wanted.filter((entry) => !list.includes(entry));
  return missing.length === 0 ? list : [...list, ...missing];
}

/** The list without these; the same list where it has none of them. */
function removeAny<T>(list: readonly T[], unwanted: readonly T[]): readonly T[] {
  return list.some((entry) => unwanted.includes(entry))
    ? list.filter((entry) => !unwanted.includes(entry))
    : list;
}

type Platform = 'web' | 'publicClient' | 'spa';

/** Rules that hold of both registrations. */
export const sharedRules: readonly ApplicationRule[] = [
  {
    description:
      'close it to flows without a redirect URI (isFallbackPublicClient: false), such as device codes',
    apply: (document) =>
      document.isFallbackPublicClient === false ? document : { ...document, isFallbackPublicClient: false },
  },
  {
    description: 'lock the credentials of its service principals in every organisation',
    apply: (document) => {
      const lock = document.servicePrincipalLockConfiguration;
      if (lock?.isEnabled && lock.allProperties) return document;
      return { ...document, servicePrincipalLockConfiguration: { isEnabled: true, allProperties: true } };
    },
  },
  {
    description: 'switch off the implicit grant',
    apply: (document) => {
      const { enableAccessTokenIssuance, enableIdTokenIssuance } = document.web.implicitGrantSettings;
      if (!enableAccessTokenIssuance && !enableIdTokenIssuance) return document;
      const implicitGrantSettings = { enableIdTokenIssuance: false, enableAccessTokenIssuance: false };
      return { ...document, web: { ...document.web, implicitGrantSettings } };
    },
  },
];

/** The redirect URI stands under this platform and under no other. */
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

/** Redirect URIs that are none of these: whoever controls one of them is handed sign-ins. */
export function unknownRedirects(document: ApplicationDocument, known: readonly string[]): readonly string[] {
  return (['web', 'publicClient', 'spa'] as const)
    .flatMap((platform) => document[platform].redirectUris)
    .filter((uri) => !known.includes(uri));
}

/** Takes a redirect URI away, wherever it stands. */
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

/** The registration asks for these delegated permissions of a resource: ids by name. */
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
    description: (document) => `ask ${resourceName} for ${missingIn(document).join(', ')}`,
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
