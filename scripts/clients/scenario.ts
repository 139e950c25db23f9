import { completeSignIn } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';

/** The steps of every client, in this order. */
export const stepNames = ['signIn', 'list', 'call', 'refresh', 'stepUp', 'revocation'] as const;
export type StepName = (typeof stepNames)[number];

/** `ok`, another text for what the client does instead, or the error. */
export type StepResults = Readonly<Partial<Record<StepName, string>>>;

/** A step returns its result; default: `ok`. @throws Error if it fails */
export type Step = readonly [StepName, () => Promise<string | undefined>];

/** The results of one client. */
export interface ClientResult {
  readonly client: string;
  /** Version of the program; undefined for replayed requests. */
  readonly version?: string;
  /** How the client identifies itself. */
  readonly registration: string;
  /** The source of replayed requests. */
  readonly source?: string;
  readonly steps: StepResults;
}

/** Runs steps in order. A step that throws is recorded with its error, and the rest is left out. */
export async function runSteps(steps: readonly Step[]): Promise<StepResults> {
  const results: Partial<Record<StepName, string>> = {};
  for (const [name, run] of steps) {
    try {
      results[name] = (await run()) ?? 'ok';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      results[name] = `fails: ${text.replaceAll(/\s+/g, ' ').slice(0, 120)}`;
      break;
    }
  }
  return results;
}

/** Returns true if a step failed. */
export function hasFailed({ steps }: ClientResult): boolean {
  return Object.values(steps).some((text) => text.startsWith('fails'));
}

/** Runs an action while Conditional Access requires a second factor of a user. */
export async function withStepUp<T>(
  { tenant: { control } }: Simulation,
  user: { readonly tenantId: string; readonly alias: string },
  action: () => Promise<T>,
): Promise<T> {
  control.setConditionalAccess([{ tenantId: user.tenantId, grant: 'mfa', users: [user.alias] }]);
  try {
    return await action();
  } finally {
    control.setConditionalAccess([]);
  }
}

/** Invalidates the access tokens of all clients: Entra retires its signing key, and a new isolate reads the new keys. */
export async function expireTokens(simulation: Simulation): Promise<void> {
  const { control } = simulation.tenant;
  const old = control.keys();
  await control.rollSigningKey();
  for (const { kid } of old) control.removeSigningKey(kid);
  await simulation.restart();
}

/** Disconnects all clients of a user on /me. */
export async function disconnectAll({ url }: Simulation, userPrincipalName: string): Promise<void> {
  const browser = createBrowserAgent({ user: { userPrincipalName } });
  const started = await browser.open(`${url}/me/sign-in`, new URLSearchParams());
  const user = { userPrincipalName, cookies: new Map<string, string>() };
  let location: string | null = started.headers.get('location');
  let response = started;
  while (location !== null) {
    let next = new URL(location, url);
    if (next.origin !== url) next = await completeSignIn(next, user);
    response = await browser.open(next);
    location = response.headers.get('location');
  }
  const token = /name="form_token" value="([\w-]+)"/.exec(await response.text())?.[1] ?? '';
  const { status } = await browser.open(`${url}/me/revoke`, new URLSearchParams({ form_token: token }));
  if (status !== 200) throw new Error(`/me/revoke returned ${status}.`);
}
