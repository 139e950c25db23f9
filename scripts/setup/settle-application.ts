import {
  type ApplicationDocument,
  blankApplication,
  selectedProperties,
  type StoredApplication,
} from './application-document.ts';
import { applyRules, type ApplicationRule } from './application-rule.ts';
import type { SetupContext } from './setup-context.ts';
import { pruneRule, unknownRedirects } from './shared-rules.ts';

/** Stands for an id that does not exist yet while changes are only shown. */
export const assumedId = '(new)';

/** How Graph addresses an application by the name that the set-up gave it. */
export function applicationPath(uniqueName: string): string {
  return `/applications(uniqueName='${uniqueName}')`;
}

/**
 * Finds an application, or makes it: bare, since most of what it has to say needs ids that it gets by being made.
 * @see https://learn.microsoft.com/graph/api/application-upsert
 */
export async function findOrMakeApplication(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  displayName: string,
): Promise<StoredApplication> {
  const path = `${applicationPath(uniqueName)}?$select=${selectedProperties}`;
  const signInAudience = options.isMultiTenant ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
  const assumed = {
    ...blankApplication(displayName, signInAudience),
    id: assumedId,
    appId: assumedId,
    keyCredentials: [],
    passwordCredentials: [],
  };
  return (
    (await graph.get<StoredApplication>(path)) ??
    changes.make(
      `register "${displayName}" (unique name ${uniqueName})`,
      async () => {
        const made = await graph.send<StoredApplication>(
          'PATCH',
          applicationPath(uniqueName),
          { displayName, signInAudience },
          'create-if-missing',
        );
        return { ...assumed, ...made };
      },
      assumed,
    )
  );
}

/** Makes the rules hold, all in one request, and deals with redirect URIs that nobody here knows. */
export async function settleApplication(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  application: StoredApplication,
  rules: readonly ApplicationRule[],
  knownRedirects: readonly string[],
): Promise<void> {
  const unknown = unknownRedirects(application, knownRedirects);
  const { says, body } = applyRules(pickDocument(application), [
    ...audienceRules(options.isMultiTenant),
    ...rules,
    ...(options.prune ? unknown.map(pruneRule) : []),
  ]);
  for (const text of says.slice(0, -1)) await changes.make(text, () => Promise.resolve(), undefined);
  const last = says.at(-1);
  if (last !== undefined) {
    const send = () => graph.send('PATCH', applicationPath(uniqueName), body);
    await changes.make<unknown>(last, send, undefined);
  }
  if (options.prune) return;
  for (const uri of unknown) {
    changes.drift(`unknown redirect URI ${uri}: sign-ins could be led there. --prune removes it`);
  }
}

/** An audience is only ever widened here: to narrow it would lock organisations out. */
function audienceRules(isMultiTenant: boolean): readonly ApplicationRule[] {
  if (!isMultiTenant) return [];
  return [
    {
      says: 'let other organisations use it (signInAudience: AzureADMultipleOrgs)',
      settle: (document) =>
        document.signInAudience === 'AzureADMultipleOrgs'
          ? document
          : { ...document, signInAudience: 'AzureADMultipleOrgs' },
    },
  ];
}

/** What the rules are about. Graph leaves out or nulls what was never set. */
function pickDocument(application: StoredApplication): ApplicationDocument {
  const blank = blankApplication(application.displayName, application.signInAudience);
  const names = Object.keys(blank) as (keyof ApplicationDocument)[];
  return Object.fromEntries(
    names.map((name) => [name, application[name] ?? blank[name]]),
  ) as unknown as ApplicationDocument;
}
