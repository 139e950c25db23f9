import { type FaultRow, httpError, success } from './fault-row.ts';
import { injectObjectFault } from './inject-object-fault.ts';
import type { ObjectFault, PlatformError } from './object-fault.ts';
import { send, type FaultSession } from './run-fault.ts';

const injectPolicyFault = (trouble: ObjectFault) => (session: FaultSession) =>
  injectObjectFault(session, 'TENANT_POLICY', trouble);
const failPolicy = (times: number, error: PlatformError) => injectPolicyFault({ kind: 'fail', times, error });
const runPolicySql = (query: string) => injectPolicyFault({ kind: 'sql', query });

const policyUnavailable = {
  response: httpError(503, 'temporarily_unavailable', 'Try again in a moment'),
  entraRequests: 0,
  graphRequests: 0,
  auditEvent: 'refused policy_unavailable',
} as const;
const success200 = {
  response: success,
  entraRequests: 1,
  graphRequests: 0,
  auditEvent: 'ok exchanged',
} as const;

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

/** Faults of the tenant policy and of user objects. Rows run in sequence because they share a policy. */
export const tenantPolicyFaults: readonly FaultRow[] = [
  {
    name: 'a user object that fails to store a step-up',
    entraError: { code: 50076, claims },
    before: (session) =>
      injectObjectFault(session, 'OAUTH_USER', {
        kind: 'fail',
        times: 9,
        error: { message: 'internal error' },
      }),
    response: httpError(503, 'upstream_unavailable', 'Try again in a moment'),
    entraRequests: 1,
    graphRequests: 0,
    auditEvent: 'failed upstream_unavailable failed',
  },
  {
    ...success200,
    name: 'a tenant policy evicted from memory',
    before: injectPolicyFault({ kind: 'abort' }),
  },
  {
    ...success200,
    name: 'a tenant policy with two lost connections',
    before: failPolicy(2, { message: 'Network connection lost.', retryable: true }),
  },
  {
    ...policyUnavailable,
    name: 'a tenant policy with lost connections',
    before: failPolicy(9, { message: 'Network connection lost.', retryable: true }),
  },
  {
    ...policyUnavailable,
    name: 'a tenant policy that is reset again and again',
    before: failPolicy(9, { message: 'Durable Object reset.', durableObjectReset: true }),
  },
  {
    ...policyUnavailable,
    name: 'an overloaded tenant policy',
    before: failPolicy(9, { message: 'Durable Object is overloaded.', overloaded: true }),
  },
  {
    ...policyUnavailable,
    name: 'a tenant policy with unreadable storage',
    before: runPolicySql('ALTER TABLE restriction RENAME TO away'),
  },
  {
    name: 'a tenant policy that fails after it is cached',
    before: async (session) => {
      await failPolicy(0, { message: 'none' })(session);
      await runPolicySql('ALTER TABLE away RENAME TO restriction')(session);
      await send(session, { method: 'tools/list' });
      await failPolicy(1, { message: 'internal error' })(session);
    },
    response: success,
    entraRequests: 0,
    graphRequests: 0,
    auditEvent: 'ok cached',
  },
];
