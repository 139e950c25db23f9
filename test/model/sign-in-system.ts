import type { VerifiedCaller } from '../../src/entra/caller.ts';
import { OAuthError } from '../../src/oauth/errors.ts';
import type { GrantStore } from '../../src/oauth/stores.ts';
import type { TokenResponse } from '../../src/oauth/token-response.ts';
import {
  type Changes,
  type ClientRequest,
  claude,
  claudeCode,
  createClientRequest,
} from '../unit/oauth/client.ts';
import { newUser } from '../unit/oauth/entra-stub.ts';
import { createHarness } from '../unit/oauth/oauth-harness.ts';
import type { Action, Bounds, Outcome, Process } from './sign-in-model.ts';

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
const native = { client_id: claudeCode, redirect_uri: 'http://localhost:9/callback' };

/** The implementation, driven by the actions of the model. */
export interface SignInSystem {
  run(action: Action): Promise<Outcome>;
}

interface SignIn {
  readonly request: ClientRequest;
  readonly entraUrl: string;
  readonly code?: string;
}

/** A point where an operation waits until the model continues it. */
interface Pause {
  readonly resume: () => void;
}

/**
 * The authorization server and the account page, in the first state of the model. Sign-ins that no action within the
 * bounds needs are left out.
 */
export async function createSignInSystem(bounds: Bounds): Promise<SignInSystem> {
  let onPause: ((outcome: 'at_entra' | 'rotating', pause: Pause) => void) | undefined;
  const pauseAt = (outcome: 'at_entra' | 'rotating') =>
    new Promise<void>((resume) => {
      if (onPause) onPause(outcome, { resume });
      else resume();
    });
  const harness = createHarness({
    wrapGrants: (grants: GrantStore): GrantStore => ({
      ...grants,
      rotate: async (...request) => {
        await pauseAt('rotating');
        return await grants.rotate(...request);
      },
    }),
  });
  const user = newUser();
  const { account, server, entra } = harness;
  const shared = harness.createBrowser();
  const browsers = { A1: shared, A2: shared, B: harness.createBrowser() };
  const clientOf = (process: Process): Changes => (process === 'B' ? native : {});
  const first = await harness.signIn(user);
  const tokensOfB = bounds.processes.B?.includes('refresh') ? await harness.signIn(user, native) : first;
  const tokens: Record<Process, TokenResponse> = { A1: first, A2: first, B: tokensOfB };
  const refreshes: Partial<Record<Process, { readonly result: Promise<TokenResponse>; pause?: Pause }>> = {};
  const signIns: Partial<Record<Process, SignIn>> = {};
  const codes: Partial<Record<Process, Record<string, string>>> = {};
  let handle: string | undefined;
  const session = needsSession(bounds) ? await signInToAccountPage() : undefined;

  async function signInToAccountPage(): Promise<string> {
    const pageBrowser = harness.createBrowser();
    const { location, browser } = await account.start(pageBrowser.cookies);
    pageBrowser.cookies.browser = browser;
    const step = await pageBrowser.finishAccount(entra.signIn(location, user));
    if (!step.ok) throw new Error('The account page has no session.');
    return step.cookie;
  }

  async function redeem(refreshToken: string | undefined, clientId: string): Promise<TokenResponse> {
    return await harness.refresh(refreshToken, { client_id: clientId });
  }

  /** Runs a refresh until it ends or pauses. */
  async function advance(process: Process, start: () => void): Promise<Outcome> {
    const paused = new Promise<Outcome>((resolve) => {
      onPause = (outcome, pause) => {
        const refresh = refreshes[process];
        if (refresh) refresh.pause = pause;
        resolve(outcome);
      };
    });
    start();
    const outcome = await Promise.race([paused, outcomeOf(refreshes[process]?.result)]);
    onPause = undefined;
    if (outcome !== 'at_entra' && outcome !== 'rotating') delete refreshes[process];
    return outcome;
  }

  async function finishRefresh(process: Process, isLost: boolean): Promise<Outcome> {
    const result = refreshes[process]?.result;
    const outcome = await advance(process, () => refreshes[process]?.pause?.resume());
    if (outcome === 'issued' && !isLost && result) tokens[process] = await result;
    return outcome;
  }

  async function callback(process: Process): Promise<Outcome> {
    const signIn = signIns[process];
    if (!signIn) throw new Error('No sign-in is in progress.');
    const response = await browsers[process].finish(entra.signIn(signIn.entraUrl, user));
    if (response.kind !== 'redirect') throw new Error('The sign-in failed.');
    const code = new URL(response.location).searchParams.get('code') ?? '';
    signIns[process] = { ...signIn, code };
    return 'code';
  }

  async function redeemCode(process: Process): Promise<Outcome> {
    const { request, code = '' } = signIns[process] ?? {};
    if (!request) throw new Error('No sign-in is in progress.');
    delete signIns[process];
    const form = harness.codeForm(request, code);
    const result = harness.issue(form);
    const outcome = await outcomeOf(result);
    if (outcome !== 'issued' && outcome !== 'issued_with_step_up') return outcome;
    tokens[process] = await result;
    codes[process] = form;
    return outcome;
  }

  async function authorize(process: Process): Promise<Outcome> {
    const scope = handle === undefined ? {} : { scope: `stepup:${handle}` };
    const request = await createClientRequest({ ...clientOf(process), ...scope });
    const entraUrl = await harness.startSignIn(request, browsers[process]);
    signIns[process] = { request, entraUrl };
    return new URL(entraUrl).searchParams.has('claims') ? 'sign_in_with_claims' : 'sign_in';
  }

  async function challenge(process: Process): Promise<Outcome> {
    const caller = entra.callerOf(tokens[process].access_token) as VerifiedCaller;
    const failure = { kind: 'claims_step_up', code: 'AADSTS50076', claims } as const;
    const next = await server.stepUps.handleFor(caller, failure, claude);
    if (next === undefined || (handle !== undefined && next !== handle)) throw new Error('Another handle.');
    handle = next;
    return 'handle';
  }

  async function revoke(refreshToken: string | undefined, clientId: string): Promise<Outcome> {
    await server.revoke(new URLSearchParams({ token: refreshToken ?? '', client_id: clientId }), undefined);
    return 'done';
  }

  async function onAccountPage(process?: Process): Promise<Outcome> {
    const current = await account.read(session);
    if (!current) return 'no_session';
    if (process === undefined) await account.revokeAll(current);
    else {
      const form = new URLSearchParams({ refresh_token: tokens[process].refresh_token ?? '' });
      const grantId = (await server.findRenewedGrant(form)) ?? '';
      if (!(await account.disconnect(current, grantId))) throw new Error('The connection is not listed.');
    }
    return 'done';
  }

  async function perform(action: Action): Promise<Outcome> {
    switch (action.type) {
      case 'refresh': {
        const { process } = action;
        entra.duringRequest = () => pauseAt('at_entra');
        const clientId = process === 'B' ? claudeCode : claude;
        return await advance(process, () => {
          refreshes[process] = { result: redeem(tokens[process].refresh_token, clientId) };
        });
      }
      case 'entra_responds':
        return await advance(action.process, () => refreshes[action.process]?.pause?.resume());
      case 'rotate':
      case 'lose_response':
        return await finishRefresh(action.process, action.type === 'lose_response');
      case 'redeem_copy':
        return await outcomeOf(redeem(first.refresh_token, claude));
      case 'redeem_copy_as_B':
        return await outcomeOf(redeem(first.refresh_token, claudeCode));
      case 'revoke_copy_as_B':
        return await revoke(first.refresh_token, claudeCode);
      case 'authorize':
        return await authorize(action.process);
      case 'callback':
        return await callback(action.process);
      case 'redeem_code':
        return await redeemCode(action.process);
      case 'replay_code':
        return await outcomeOf(harness.issue(codes[action.process] ?? {}));
      case 'challenge':
        return await challenge(action.process);
      case 'revoke_token':
        return await revoke(
          tokens[action.process].refresh_token,
          action.process === 'B' ? claudeCode : claude,
        );
      case 'disconnect':
        return await onAccountPage(action.process);
      case 'revoke_all':
        return await onAccountPage();
      case 'sign_out':
        await account.signOut(session);
        return 'done';
      case 'wait_for_grace':
        harness.time.nowMs += 2 * 60_000;
        return 'done';
      case 'wait_for_step_up':
        harness.time.nowMs += 10 * 60_000;
        return 'done';
    }
  }

  return {
    run: async (action) => {
      // Each action has a time of its own.
      harness.time.nowMs += 1;
      return await perform(action);
    },
  };
}

const deniedOutcomes: Readonly<Record<string, Outcome>> = {
  'This sign-in was revoked. Sign in again.': 'revoked',
  'Microsoft Entra requires another sign-in step. Sign in again.': 'step_up_pending',
  'The code was used before. Sign in again.': 'code_used',
  'The refresh token has expired, or was issued to another client. Sign in again.': 'other_client',
};

async function outcomeOf(result: Promise<TokenResponse> | undefined): Promise<Outcome> {
  try {
    const response = await result;
    return response?.scope.includes('stepup:') ? 'issued_with_step_up' : 'issued';
  } catch (error) {
    const outcome = error instanceof OAuthError ? deniedOutcomes[error.message] : undefined;
    if (outcome === undefined) throw error;
    return outcome;
  }
}

function needsSession({ processes, others }: Bounds): boolean {
  const types = [...Object.values(processes).flat(), ...others];
  return types.some((type) => type === 'disconnect' || type === 'revoke_all' || type === 'sign_out');
}
