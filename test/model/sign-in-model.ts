/**
 * A model of refresh rotation, step-up and revocation: one user, two processes of client A, which share a browser and
 * started with the same refresh token, a process of client B, a copy of the first refresh token of client A, and the
 * account page. Refreshes have three steps and sign-ins have three, so that every interleaving of them is a path.
 */

export const processes = ['A1', 'A2', 'B'] as const;
export type Process = (typeof processes)[number];
type GrantName = 'A' | 'B' | `${Process} again`;
type Holder = Process | 'copy';

interface Grant {
  readonly isRevoked: boolean;
  /** The previous refresh token can be redeemed. */
  readonly isInGrace: boolean;
  /** Its code has not expired. */
  readonly hasCode: boolean;
}

interface Token {
  readonly grant: GrantName;
  /** Of the first token response of client A, which two processes and the copy hold. */
  readonly isFirst: boolean;
  /** Rotations since its issue; 2 and more are the same. */
  readonly age: 0 | 1 | 2;
  /** Issued before the user revoked every sign-in. */
  readonly isRevoked: boolean;
  /** The access token that was issued with it was challenged for the pending step-up. */
  readonly isChallenged: boolean;
}

type Operation =
  | { readonly kind: 'none' }
  /** A refresh that waits for Entra, or that is about to rotate the grant. */
  | { readonly kind: 'at_entra' | 'rotating' }
  | {
      readonly kind: 'signing_in' | 'code';
      /** The sign-in is for the pending step-up; the code was granted the step-up. */
      readonly isStepUp: boolean;
      /** Started before the user revoked every sign-in. */
      readonly isRevoked: boolean;
    };

export interface State {
  readonly grants: Readonly<Partial<Record<GrantName, Grant>>>;
  readonly tokens: Readonly<Record<Holder, Token>>;
  readonly operations: Readonly<Record<Process, Operation>>;
  readonly stepUp: 'none' | 'pending' | 'used' | 'expired';
  readonly hasSession: boolean;
  readonly isRevocationLeft: boolean;
  readonly isWaitLeft: boolean;
}

export type Action =
  | {
      readonly type: 'refresh' | 'entra_responds' | 'rotate' | 'lose_response';
      readonly process: Process;
    }
  | { readonly type: 'authorize' | 'callback' | 'redeem_code' | 'replay_code'; readonly process: Process }
  | { readonly type: 'challenge'; readonly process: 'A1' | 'A2' }
  | { readonly type: 'revoke_token' | 'disconnect'; readonly process: Process }
  | { readonly type: 'redeem_copy' | 'redeem_copy_as_B' | 'revoke_copy_as_B' }
  | { readonly type: 'revoke_all' | 'sign_out' | 'wait_for_grace' | 'wait_for_step_up' };

/** The result of an action that a client, a browser or the user sees. */
export type Outcome =
  | 'at_entra'
  | 'rotating'
  | 'issued'
  | 'issued_with_step_up'
  | 'sign_in'
  | 'sign_in_with_claims'
  | 'code'
  | 'revoked'
  | 'step_up_pending'
  | 'code_used'
  | 'other_client'
  | 'handle'
  | 'no_session'
  | 'done';

export interface Step {
  readonly outcome: Outcome;
  readonly next: State;
}

/** The part of the model to explore. */
export interface Bounds {
  /** Actions of processes. */
  readonly processes: Readonly<Partial<Record<Process, readonly Action['type'][]>>>;
  readonly others: readonly Action['type'][];
}

const none: Operation = { kind: 'none' };
const live: Grant = { isRevoked: false, isInGrace: false, hasCode: false };

const first: Token = { ...fresh('A'), isFirst: true };

export const initialState: State = {
  grants: { A: live, B: live },
  tokens: { A1: first, A2: first, B: fresh('B'), copy: first },
  operations: { A1: none, A2: none, B: none },
  stepUp: 'none',
  hasSession: true,
  isRevocationLeft: true,
  isWaitLeft: true,
};

function fresh(grant: GrantName, isRevoked = false): Token {
  return { grant, isFirst: false, age: 0, isRevoked, isChallenged: false };
}

/** The actions that are possible in a state. */
export function actionsIn(state: State, bounds: Bounds): Action[] {
  const others = bounds.others.map((type) => ({ type }) as Action);
  const owned = processes.flatMap((process) =>
    (bounds.processes[process] ?? []).map((type) => ({ type, process }) as Action),
  );
  return [...owned, ...others].filter((action) => isPossible(state, action));
}

function isPossible(state: State, action: Action): boolean {
  const { operations, stepUp, hasSession, isRevocationLeft, isWaitLeft, tokens } = state;
  const kinds = processes.map((process) => operations[process].kind);
  const kind = 'process' in action ? operations[action.process].kind : 'none';
  switch (action.type) {
    case 'refresh':
    case 'authorize':
      return kind === 'none';
    case 'replay_code':
      return kind === 'none' && grantOf(state, tokens[action.process].grant).hasCode;
    case 'entra_responds':
      return kind === 'at_entra';
    case 'rotate':
    case 'lose_response':
      return kind === 'rotating';
    case 'callback':
      return kind === 'signing_in';
    case 'redeem_code':
      return kind === 'code';
    case 'challenge':
      return stepUp === 'none' || stepUp === 'pending';
    case 'revoke_token':
    case 'disconnect':
    case 'revoke_all':
      return isRevocationLeft;
    case 'sign_out':
      return hasSession;
    // A code lives for a minute, a sign-in for ten, and a rotation for seconds: no state outlives them.
    case 'wait_for_grace':
      return isWaitLeft && !kinds.includes('code') && !kinds.includes('rotating');
    case 'wait_for_step_up':
      return stepUp === 'pending' && kinds.every((other) => other === 'none' || other === 'at_entra');
    case 'redeem_copy':
    case 'redeem_copy_as_B':
    case 'revoke_copy_as_B':
      return true;
  }
}

/** The outcome of an action, and the next state. */
export function step(state: State, action: Action): Step {
  const { outcome, next } = apply(state, action);
  return { outcome, next: normalize(next) };
}

function apply(state: State, action: Action): Step {
  const { stepUp, hasSession, operations } = state;
  switch (action.type) {
    case 'refresh':
      return startRefresh(state, action.process);
    case 'entra_responds':
      if (state.tokens[action.process].isRevoked) return end(state, action.process, 'revoked');
      return { outcome: 'rotating', next: withOperation(state, action.process, { kind: 'rotating' }) };
    case 'rotate':
    case 'lose_response':
      return rotate(state, action.process, action.type === 'lose_response');
    case 'redeem_copy': {
      const check = checkToken(state, 'copy');
      return check.outcome === 'at_entra' ? rotate(state, 'copy', true) : check;
    }
    case 'redeem_copy_as_B':
      return { outcome: 'other_client', next: state };
    case 'revoke_copy_as_B':
      return { outcome: 'done', next: state };
    case 'authorize': {
      const isStepUp = action.process !== 'B' && stepUp === 'pending';
      const operation = { kind: 'signing_in', isStepUp, isRevoked: false } as const;
      return {
        outcome: isStepUp ? 'sign_in_with_claims' : 'sign_in',
        next: withOperation(state, action.process, operation),
      };
    }
    case 'callback': {
      const operation = operations[action.process];
      if (operation.kind !== 'signing_in') throw new Error('No sign-in is in progress.');
      const isStepUp = operation.isStepUp && stepUp === 'pending';
      const next = withOperation(state, action.process, { ...operation, kind: 'code', isStepUp });
      return { outcome: 'code', next: isStepUp ? endStepUp(next, 'used') : next };
    }
    case 'redeem_code': {
      const operation = operations[action.process];
      if (operation.kind !== 'code') throw new Error('No code was issued.');
      if (operation.isRevoked) return end(state, action.process, 'revoked');
      const { outcome, next } = end(
        state,
        action.process,
        operation.isStepUp ? 'issued_with_step_up' : 'issued',
      );
      const grant = `${action.process} again` as const;
      const tokens = { ...next.tokens, [action.process]: fresh(grant) };
      const grants = { ...next.grants, [grant]: { ...live, hasCode: true } };
      return { outcome, next: { ...next, tokens, grants } };
    }
    case 'replay_code':
      return { outcome: 'code_used', next: revokeGrant(state, state.tokens[action.process].grant) };
    case 'challenge': {
      const challenged = state.tokens[action.process];
      const next = mapTokens(state, (token) =>
        token === challenged || (token.isFirst && challenged.isFirst)
          ? { ...token, isChallenged: true }
          : token,
      );
      return { outcome: 'handle', next: { ...next, stepUp: 'pending' } };
    }
    case 'revoke_token': {
      const next = revokeGrant(state, state.tokens[action.process].grant);
      return { outcome: 'done', next: { ...next, isRevocationLeft: false } };
    }
    case 'disconnect': {
      if (!hasSession) return { outcome: 'no_session', next: state };
      const next = revokeGrant(state, state.tokens[action.process].grant);
      return { outcome: 'done', next: { ...next, isRevocationLeft: false } };
    }
    case 'revoke_all':
      return hasSession
        ? { outcome: 'done', next: revokeAll(state) }
        : { outcome: 'no_session', next: state };
    case 'sign_out':
      return { outcome: 'done', next: { ...state, hasSession: false } };
    case 'wait_for_grace':
      return { outcome: 'done', next: { ...closeGrace(state), isWaitLeft: false } };
    case 'wait_for_step_up':
      return { outcome: 'done', next: { ...endStepUp(closeGrace(state), 'expired'), hasSession: false } };
  }
}

function checkToken(state: State, holder: Holder): Step {
  const token = state.tokens[holder];
  const grant = grantOf(state, token.grant);
  if (grant.isRevoked) return { outcome: 'revoked', next: state };
  if (!isRedeemable(token, grant)) return { outcome: 'revoked', next: revokeGrant(state, token.grant) };
  if (token.isRevoked) return { outcome: 'revoked', next: state };
  return { outcome: token.isChallenged ? 'step_up_pending' : 'at_entra', next: state };
}

function startRefresh(state: State, process: Process): Step {
  const { outcome, next } = checkToken(state, process);
  if (outcome !== 'at_entra') return { outcome, next };
  return { outcome, next: withOperation(next, process, { kind: 'at_entra' }) };
}

function rotate(state: State, holder: Holder, isLost: boolean): Step {
  const token = state.tokens[holder];
  const grant = grantOf(state, token.grant);
  const ended = holder === 'copy' ? state : withOperation(state, holder, none);
  if (grant.isRevoked) return { outcome: 'revoked', next: ended };
  if (!isRedeemable(token, grant)) return { outcome: 'revoked', next: revokeGrant(ended, token.grant) };
  const rotated = token.age === 0 ? age(ended, token.grant) : ended;
  if (isLost) return { outcome: 'issued', next: rotated };
  // A revocation of the user between the last check and the rotation covers the new token.
  const tokens = { ...rotated.tokens, [holder]: fresh(token.grant, token.isRevoked) };
  return { outcome: 'issued', next: { ...rotated, tokens } };
}

function age(state: State, name: GrantName): State {
  const older = { 0: 1, 1: 2, 2: 2 } as const;
  return {
    ...mapTokens(state, (token) => (token.grant === name ? { ...token, age: older[token.age] } : token)),
    grants: { ...state.grants, [name]: { ...grantOf(state, name), isInGrace: true } },
  };
}

function isRedeemable(token: Token, grant: Grant): boolean {
  return token.age === 0 || (token.age === 1 && grant.isInGrace);
}

function revokeAll(state: State): State {
  const operations = Object.fromEntries(
    processes.map((process) => {
      const operation = state.operations[process];
      const isSignIn = operation.kind === 'signing_in' || operation.kind === 'code';
      return [process, isSignIn ? { ...operation, isRevoked: true } : operation];
    }),
  ) as Record<Process, Operation>;
  const next = mapTokens(state, (token) => ({ ...token, isRevoked: true }));
  return { ...next, operations, hasSession: false, isRevocationLeft: false };
}

/** Two minutes pass: grace periods end, and codes expire. */
function closeGrace(state: State): State {
  const grants = Object.entries(state.grants).map(([name, grant]) => [
    name,
    { ...grant, isInGrace: false, hasCode: false },
  ]);
  return { ...state, grants: Object.fromEntries(grants) as State['grants'] };
}

function endStepUp(state: State, stepUp: 'used' | 'expired'): State {
  return { ...mapTokens(state, (token) => ({ ...token, isChallenged: false })), stepUp };
}

function revokeGrant(state: State, name: GrantName): State {
  const grant = { ...grantOf(state, name), isRevoked: true, isInGrace: false };
  return { ...state, grants: { ...state.grants, [name]: grant } };
}

function end(state: State, process: Process, outcome: Outcome): Step {
  return { outcome, next: withOperation(state, process, none) };
}

function withOperation(state: State, process: Process, operation: Operation): State {
  return { ...state, operations: { ...state.operations, [process]: operation } };
}

export function grantOf(state: State, name: GrantName): Grant {
  const grant = state.grants[name];
  if (!grant) throw new Error(`The grant ${name} does not exist.`);
  return grant;
}

function mapTokens(state: State, map: (token: Token) => Token): State {
  const { A1, A2, B, copy } = state.tokens;
  return { ...state, tokens: { A1: map(A1), A2: map(A2), B: map(B), copy: map(copy) } };
}

/** Merges states that no later action can distinguish. */
function normalize(state: State): State {
  const next = mapTokens(state, (token) =>
    grantOf(state, token.grant).isRevoked ? { ...token, age: 0 } : token,
  );
  const tokens = Object.values(next.tokens);
  const grants: Partial<Record<GrantName, Grant>> = {};
  for (const name of ['A', 'B', 'A1 again', 'A2 again', 'B again'] as const) {
    const grant = state.grants[name];
    const held = tokens.filter((token) => token.grant === name);
    if (!grant || held.length === 0) continue;
    const isInGrace = grant.isInGrace && held.some((token) => token.age === 1);
    grants[name] = { ...grant, isInGrace };
  }
  return { ...next, grants };
}
