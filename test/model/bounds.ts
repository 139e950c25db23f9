import type { Bounds } from './sign-in-model.ts';

/** A part of the model, with its size. A change of the model or of the bounds changes it. */
interface Part {
  readonly states: number;
  readonly transitions: number;
  readonly bounds: Bounds;
}

const refresh = ['refresh', 'entra_responds', 'rotate'] as const;
const signIn = ['authorize', 'callback', 'redeem_code'] as const;

/** Parts of the model. Each is explored exhaustively, against the implementation. */
export const parts: Readonly<Record<string, Part>> = {
  'two processes of a client and a copied refresh token': {
    states: 405,
    transitions: 1624,
    bounds: {
      processes: { A1: [...refresh, 'revoke_token'], A2: refresh },
      others: ['redeem_copy', 'wait_for_grace'],
    },
  },
  'two clients and every revocation': {
    states: 117,
    transitions: 675,
    bounds: {
      processes: { A1: [...refresh, 'revoke_token', 'disconnect'], B: refresh },
      others: ['redeem_copy_as_B', 'revoke_copy_as_B', 'revoke_all', 'sign_out'],
    },
  },
  'a step-up in two tabs and by the other client': {
    states: 438,
    transitions: 1391,
    bounds: {
      processes: { A1: [...signIn, 'challenge'], A2: signIn, B: ['authorize'] },
      others: [],
    },
  },
  'a step-up, refreshes and every revocation': {
    states: 760,
    transitions: 1962,
    bounds: {
      processes: { A1: [...refresh, ...signIn, 'challenge', 'replay_code', 'disconnect'] },
      others: ['revoke_all'],
    },
  },
};

/** Larger parts, which `npm run test:long` explores beside those above. */
export const longParts: Readonly<Record<string, Part>> = {
  'two processes of a client, lost responses, a copied refresh token and every revocation': {
    states: 1548,
    transitions: 9296,
    bounds: {
      processes: {
        A1: [...refresh, 'lose_response', 'revoke_token', 'disconnect'],
        A2: [...refresh, 'lose_response'],
      },
      others: ['redeem_copy', 'revoke_all', 'sign_out', 'wait_for_grace'],
    },
  },
  'two clients, lost responses and every revocation': {
    states: 1484,
    transitions: 10433,
    bounds: {
      processes: {
        A1: [...refresh, 'lose_response', 'revoke_token', 'disconnect'],
        B: [...refresh, 'lose_response', 'revoke_token'],
      },
      others: ['redeem_copy_as_B', 'revoke_copy_as_B', 'revoke_all', 'sign_out', 'wait_for_grace'],
    },
  },
  'a step-up in two tabs, refreshes and its expiry': {
    states: 1586,
    transitions: 4332,
    bounds: {
      processes: { A1: [...signIn, 'challenge', ...refresh], A2: signIn },
      others: ['wait_for_step_up'],
    },
  },
  'a step-up, a copied refresh token and every revocation': {
    states: 2058,
    transitions: 9003,
    bounds: {
      processes: {
        A1: [...refresh, ...signIn, 'challenge', 'replay_code', 'revoke_token', 'disconnect'],
        A2: ['refresh'],
      },
      others: ['redeem_copy', 'revoke_all'],
    },
  },
};
