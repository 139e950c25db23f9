import { type FaultRow, refusal, result } from './fault-row.ts';
import { order } from './inject-object-fault.ts';
import type { ObjectTrouble, PlatformError } from './object-fault.ts';
import { ask, type FaultWorld } from './run-fault.ts';

const policy = (trouble: ObjectTrouble) => (world: FaultWorld) => order(world, 'TENANT_POLICY', trouble);
const policyFails = (times: number, error: PlatformError) => policy({ does: 'fail', times, error });
const policySql = (query: string) => policy({ does: 'sql', query });

const unknown = {
  answer: refusal(503, 'temporarily_unavailable', 'Try again in a moment'),
  entra: 0,
  graph: 0,
  event: 'refused policy_unavailable',
} as const;
const unharmed = { answer: result, entra: 1, graph: 0, event: 'ok exchanged' } as const;

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

/** The objects that a whole organisation shares, and those of sign-ins. One row after the other: they share them too. */
export const organisationFaults: readonly FaultRow[] = [
  {
    name: 'a user object that fails to store a step-up',
    entraError: { code: 50076, claims },
    before: (world) =>
      order(world, 'OAUTH_USER', { does: 'fail', times: 9, error: { message: 'internal error' } }),
    answer: refusal(503, 'upstream_unavailable', 'Try again in a moment'),
    entra: 1,
    graph: 0,
    event: 'failed upstream_unavailable failed',
  },
  { ...unharmed, name: 'a tenant policy evicted from memory', before: policy({ does: 'abort' }) },
  {
    ...unharmed,
    name: 'a tenant policy with two lost connections',
    before: policyFails(2, { message: 'Network connection lost.', retryable: true }),
  },
  {
    ...unknown,
    name: 'a tenant policy with three lost connections',
    before: policyFails(3, { message: 'Network connection lost.', retryable: true }),
  },
  {
    ...unknown,
    name: 'a tenant policy that is reset twice',
    before: policyFails(2, { message: 'Durable Object reset.', durableObjectReset: true }),
  },
  {
    ...unknown,
    name: 'an overloaded tenant policy',
    before: policyFails(1, { message: 'Durable Object is overloaded.', overloaded: true }),
  },
  {
    ...unknown,
    name: 'a tenant policy with unreadable storage',
    before: policySql('ALTER TABLE restriction RENAME TO away'),
  },
  {
    name: 'a tenant policy that fails after it is cached',
    before: async (world) => {
      await policySql('ALTER TABLE away RENAME TO restriction')(world);
      await ask(world, { method: 'tools/list' });
      await policyFails(1, { message: 'internal error' })(world);
    },
    answer: result,
    entra: 0,
    graph: 0,
    event: 'ok cached',
  },
];
