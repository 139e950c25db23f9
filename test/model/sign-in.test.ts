import { describe, expect, inject, it } from 'vitest';
import { longParts, parts } from './bounds.ts';
import { type Transition, explore, walksOf } from './explore.ts';
import { isLongKey } from './provided.ts';
import { grantOf } from './sign-in-model.ts';
import { createSignInSystem } from './sign-in-system.ts';

const isLong = inject(isLongKey);

describe.each(Object.entries(isLong ? { ...parts, ...longParts } : parts))(
  'the sign-in model: %s',
  (_, part) => {
    const { bounds, states } = part;
    const graph = explore(bounds);
    const transitions = [...graph.nodes.values()].flatMap((node) =>
      node.transitions.map((edge) => edge.transition),
    );

    it('is explored completely: the numbers of states and transitions are the known ones', () => {
      expect({ states: graph.nodes.size, transitions: graph.transitions }).toEqual({
        states,
        transitions: part.transitions,
      });
    });

    it('issues no token for a revoked grant, and none that is usable for a revoked sign-in', () => {
      for (const { from, action, outcome, to } of transitions) {
        if (!outcome.startsWith('issued')) continue;
        const holder = 'process' in action ? action.process : 'copy';
        const { grant, isRevoked } = to.tokens[holder];
        expect(grantOf(to, grant).isRevoked).toBe(false);
        if (action.type !== 'redeem_code') expect(isRevoked).toBe(from.tokens[holder].isRevoked);
      }
    });

    it('revokes the grant when a refresh token is redeemed again after its grace period', () => {
      for (const { from, action, to } of transitions) {
        if (action.type !== 'refresh' && action.type !== 'redeem_copy') continue;
        const { grant, age } = from.tokens[action.type === 'refresh' ? action.process : 'copy'];
        if (age === 0 || (age === 1 && grantOf(from, grant).isInGrace)) continue;
        expect(grantOf(to, grant).isRevoked).toBe(true);
      }
    });

    it('grants a step-up once, and only to the client that was challenged', () => {
      for (const transition of transitions) {
        const { from, action, to } = transition;
        if (!isStepUpGranted(transition)) continue;
        expect([from.stepUp, to.stepUp]).toEqual(['pending', 'used']);
        expect('process' in action && action.process).not.toBe('B');
      }
    });

    it('leaves client B as it is when client A is revoked', () => {
      for (const { from, action, to } of transitions) {
        if (action.type !== 'revoke_token' && action.type !== 'disconnect') continue;
        if (action.process === 'B') continue;
        expect([to.tokens.B, to.operations.B, to.grants.B]).toEqual([
          from.tokens.B,
          from.operations.B,
          from.grants.B,
        ]);
      }
    });

    const timeoutMs = isLong ? 1_200_000 : 120_000;
    it('predicts the outcome of every transition of the implementation', { timeout: timeoutMs }, async () => {
      for (const walk of walksOf(graph)) {
        const system = await createSignInSystem(bounds);
        const path: string[] = [];
        for (const { action, outcome } of walk) {
          path.push(JSON.stringify(action));
          expect(await system.run(action), path.join(' ')).toBe(outcome);
        }
      }
    });
  },
);

function isStepUpGranted({ action, to }: Transition): boolean {
  if (action.type !== 'callback') return false;
  const operation = to.operations[action.process];
  return operation.kind === 'code' && operation.isStepUp;
}
