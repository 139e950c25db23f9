import { apps, users } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { createClientProvider } from '../sign-in/client-provider.ts';
import type { LibraryClient, LibraryPackage } from './libraries.ts';
import { type ClientResult, disconnectAll, expireTokens, runSteps, withStepUp } from './scenario.ts';

/** Runs the steps with a library that is installed in the folder, in one session. */
export async function runLibrary(
  simulation: Simulation,
  folder: string,
  { name, version, load, isConfigured = false }: LibraryPackage,
): Promise<ClientResult> {
  const library = await load(folder);
  const user = users.adele;
  const browser = createBrowserAgent({ user: { userPrincipalName: user.userPrincipalName } });
  const identification = isConfigured
    ? ({ kind: 'static', clientId: apps.client } as const)
    : ({ kind: 'registration' } as const);
  const provider = createClientProvider(browser, identification);
  const url = simulation.mcpUrl;
  let client: LibraryClient | undefined;

  /** Connects, and signs in if the library sends the user to the authorization server. */
  const connect = async (): Promise<LibraryClient> => {
    const opened = provider.opened.length;
    try {
      return await library.connect(url, provider);
    } catch (error) {
      if (provider.opened.length === opened) throw error;
      await library.finish(url, provider);
      return await library.connect(url, provider);
    }
  };
  /** Calls in the same session; otherwise the user signs in, in the session or anew. */
  const continueOrSignIn = async (): Promise<string> => {
    const opened = provider.opened.length;
    try {
      await client?.search();
      return 'ok';
    } catch {
      const isFollowed = provider.opened.length > opened;
      if (isFollowed) await library.finish(url, provider);
      else delete provider.stored.tokens;
      client = await connect();
      await client.search();
      return isFollowed ? 'ok' : 'after signing in again';
    }
  };

  const steps = await runSteps([
    [
      'signIn',
      async () => {
        client = await connect();
        return undefined;
      },
    ],
    [
      'list',
      async () => {
        const names = await client?.toolNames();
        if (!names?.includes('outlook_email_search')) throw new Error('no tools');
        return undefined;
      },
    ],
    [
      'call',
      async () => {
        await client?.search();
        return undefined;
      },
    ],
    [
      'refresh',
      async () => {
        await expireTokens(simulation);
        const opened = provider.opened.length;
        const result = await continueOrSignIn();
        return provider.opened.length > opened ? 'opens the sign-in page' : result;
      },
    ],
    [
      'stepUp',
      async () =>
        await withStepUp(simulation, { tenantId: user.tenantId, alias: 'adele' }, async () => {
          await expireTokens(simulation);
          return await continueOrSignIn();
        }),
    ],
    [
      'revocation',
      async () => {
        const opened = provider.opened.length;
        await disconnectAll(simulation, user.userPrincipalName);
        const result = await continueOrSignIn();
        if (provider.opened.length === opened) throw new Error('a revoked token was accepted');
        return result;
      },
    ],
  ]);
  await client?.close();
  const registration = isConfigured ? 'configured client id' : 'dynamic registration';
  return { client: name, version, registration, steps };
}
