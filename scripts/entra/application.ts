import { OperatorError } from '../lib/command-line.ts';
import {
  type ApplicationDocument,
  type StoredApplication,
  blankApplication,
  selectedProperties,
} from './application-document.ts';
import type { SetupContext } from './context.ts';
import type { OptionalResult } from './graph-client.ts';
import { type ApplicationRule, applyRules, removeRedirectRule, unknownRedirects } from './manifest-rules.ts';

/** Placeholder for the id of an object that `--dry-run` does not create. */
export const pendingId = '(new)';

/** Graph path of an application. `uniqueName` is documented for the upsert only. */
export function applicationPath({ id }: Pick<StoredApplication, 'id'>): string {
  return `/applications/${id}`;
}

interface ApplicationKey {
  readonly uniqueName: string;
  readonly displayName: string;
  /** Application id in wrangler.toml, if any. */
  readonly knownAppId: string | undefined;
}

/**
 * Returns an application and creates it when it is missing, without the properties that need its ids.
 * @throws OperatorError when it was deleted and `--restore` is missing: a deleted application keeps its unique name
 * @see https://learn.microsoft.com/graph/api/application-upsert
 */
export async function getOrCreateApplication(
  context: SetupContext,
  key: ApplicationKey,
): Promise<StoredApplication> {
  const { graph, changes, options } = context;
  const { uniqueName, displayName } = key;
  const signInAudience = options.isMultiTenant ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
  const assumed = {
    ...blankApplication(displayName, signInAudience),
    id: pendingId,
    appId: pendingId,
    keyCredentials: [],
    passwordCredentials: [],
  };
  const found = await findApplication(context, key);
  if (found) return found;
  if (await restoreDeleted(context, key)) {
    return changes.mode === 'apply' ? await waitForApplication(context, key) : assumed;
  }
  return changes.apply(
    `register "${displayName}" (unique name ${uniqueName})`,
    async () => {
      const made = await graph.send<StoredApplication>(
        'PATCH',
        `/applications(uniqueName='${uniqueName}')`,
        { displayName, signInAudience },
        'create-if-missing',
      );
      // Without a body it existed: an interrupted run created it, and the list does not contain it yet.
      return made ? { ...assumed, ...made } : await waitForApplication(context, key);
    },
    assumed,
  );
}

/** Finds it by its id in wrangler.toml, or in the list of all applications by its unique name. */
async function findApplication(
  { graph, options }: SetupContext,
  { uniqueName, displayName, knownAppId }: ApplicationKey,
): Promise<StoredApplication | undefined> {
  const select = `$select=${selectedProperties}`;
  const known = knownAppId
    ? await graph.get<StoredApplication>(`/applications(appId='${knownAppId}')?${select}`)
    : undefined;
  // One that was registered by hand has no unique name.
  if (known && (known.uniqueName ?? uniqueName) === uniqueName) return known;
  if (options.isUnattended) {
    throw new OperatorError(
      `"${displayName}" of wrangler.toml (${knownAppId}) does not exist. Run npm run setup as an administrator.`,
    );
  }
  const all = await graph.list<{ readonly id: string; readonly uniqueName?: string | null }>(
    '/applications?$select=id,uniqueName&$top=999',
  );
  const entry = all.find((candidate) => candidate.uniqueName === uniqueName);
  return entry && (await graph.get<StoredApplication>(`/applications/${entry.id}?${select}`));
}

/** @throws OperatorError when it does not appear within minutes */
async function waitForApplication(context: SetupContext, key: ApplicationKey): Promise<StoredApplication> {
  for (let attempt = 1; attempt <= 15; attempt += 1) {
    const found = await findApplication(context, key);
    if (found) return found;
    context.changes.note(`waiting until Entra lists "${key.displayName}"`);
    await context.wait(20_000);
  }
  throw new OperatorError(
    `Entra does not list "${key.displayName}" yet. Run the set-up again in a few minutes: it continues where it stopped.`,
  );
}

/** Restores a deleted application and its service principal with `--restore`. @returns whether it was deleted */
async function restoreDeleted(
  { graph, changes, options }: SetupContext,
  { uniqueName, displayName }: ApplicationKey,
): Promise<boolean> {
  const path = '/directory/deletedItems';
  const deleted = await graph.list<{
    readonly id: string;
    readonly appId: string;
    readonly uniqueName?: string;
  }>(`${path}/microsoft.graph.application?$select=id,appId,uniqueName`);
  const entry = deleted.find((candidate) => candidate.uniqueName === uniqueName);
  if (!entry) return false;
  if (!options.restore) {
    throw new OperatorError(
      `"${displayName}" was deleted, and a deleted application keeps its unique name ${uniqueName} for 30 days. ` +
        'Restore it with --restore, delete it permanently under App registrations > Deleted applications, or choose another --name.',
    );
  }
  await changes.apply<unknown>(
    `restore the deleted application "${displayName}"`,
    () => graph.send('POST', `${path}/${entry.id}/restore`, {}),
    undefined,
  );
  const principals = await graph.list<{ readonly id: string; readonly appId: string }>(
    `${path}/microsoft.graph.servicePrincipal?$select=id,appId`,
  );
  const principal = principals.find(({ appId }) => appId === entry.appId);
  if (principal) {
    await changes.apply<unknown>(
      `restore the service principal of "${displayName}" with its consent`,
      () => graph.send('POST', `${path}/${principal.id}/restore`, {}),
      undefined,
    );
  }
  return true;
}

/** Applies the rules in one request, and reports or removes unknown redirect URIs. */
export async function updateApplication(
  { graph, changes, options, deployment }: SetupContext,
  application: StoredApplication,
  rules: readonly ApplicationRule[],
  knownRedirects: readonly string[],
): Promise<void> {
  const unknown = unknownRedirects(application, knownRedirects);
  const { descriptions, body } = applyRules(pickDocument(application), [
    ...signInAudienceRules(options.isMultiTenant),
    ...rules,
    ...(options.prune ? unknown.map(removeRedirectRule) : []),
  ]);
  for (const text of descriptions.slice(0, -1)) await changes.apply(text, () => Promise.resolve(), undefined);
  const last = descriptions.at(-1);
  if (last !== undefined) {
    const send = () => graph.send('PATCH', applicationPath(application), body);
    await changes.apply<unknown>(last, send, undefined);
  }
  reportAudience({ changes, options, deployment }, application);
  if (options.prune) return;
  for (const uri of unknown) {
    changes.drift(`unknown redirect URI ${uri}: authorization codes could be sent there. --prune removes it`);
  }
}

/** Only widens the sign-in audience: narrowing it would lock other tenants out. */
function signInAudienceRules(isMultiTenant: boolean): readonly ApplicationRule[] {
  if (!isMultiTenant) return [];
  return [
    {
      description: 'let other tenants use it (signInAudience: AzureADMultipleOrgs)',
      apply: (document) =>
        document.signInAudience === 'AzureADMultipleOrgs'
          ? document
          : { ...document, signInAudience: 'AzureADMultipleOrgs' },
    },
  ];
}

/** Reports an audience that does not fit the allowed tenants. */
function reportAudience(
  { changes, options, deployment }: Pick<SetupContext, 'changes' | 'options' | 'deployment'>,
  { signInAudience }: StoredApplication,
): void {
  if (options.isMultiTenant) return;
  const tenants = (deployment.vars['ALLOWED_TENANTS'] ?? '').split(',').filter((id) => id.trim() !== '');
  const allowsOthers = tenants.length > 1 || tenants[0]?.trim() === '*';
  if (signInAudience === 'AzureADMyOrg' && allowsOthers) {
    changes.drift(
      'ALLOWED_TENANTS lists other tenants, but the application is single-tenant, so nobody can sign in (AADSTS50194). --multi-tenant widens it',
    );
  } else if (signInAudience !== 'AzureADMyOrg' && !allowsOthers) {
    changes.drift(
      `users of other organizations can sign in to it (signInAudience: ${signInAudience}). Set it to "My organization only" under Authentication, or give --multi-tenant if it is intended`,
    );
  }
}

/** The managed members. Graph omits members that were never set, or returns null. */
function pickDocument(application: StoredApplication): ApplicationDocument {
  const blank = blankApplication(application.displayName, application.signInAudience);
  const names = Object.keys(blank) as (keyof ApplicationDocument)[];
  return Object.fromEntries(
    names.map((name) => [name, application[name] ?? blank[name]]),
  ) as unknown as ApplicationDocument;
}

/* Makes a user or service principal an owner. Optional, since Graph requires Directory.Read.All for it and tenants may
 * restrict owners.
 * @see https://learn.microsoft.com/graph/api/application-post-owners
 */
export async function ensureOwner(
  { graph, changes, options }: SetupContext,
  application: Pick<StoredApplication, 'id'>,
  owner: { readonly id: string; readonly name: string },
  isEnough: (owners: readonly string[]) => boolean,
): Promise<void> {
  const path = `${applicationPath(application)}/owners`;
  const owners =
    application.id === pendingId ? [] : await graph.list<{ readonly id: string }>(`${path}?$select=id`);
  if (isEnough(owners.map(({ id }) => id))) return;
  const reference = { '@odata.id': `${options.cloud.graphOrigin}/v1.0/directoryObjects/${owner.id}` };
  const result = await changes.apply<OptionalResult>(
    `owner ${owner.name}`,
    () => graph.trySend('POST', `${path}/$ref`, reference),
    { ok: true },
  );
  if (!result.ok) {
    changes.note(
      `Entra did not accept the owner (${result.reason}). Add one under App registrations > Owners, or continue without`,
    );
  }
}
