import { type SimulatorControl, apps } from 'm365-simulator';

/** Makes something wrong, for one person of one organisation. */
export type Condition = (control: SimulatorControl, person: string, tenantId: string) => unknown;

/** Permanent exchange errors: the response of the connector, and who can resolve them. */
export type RefusedExchange = readonly [
  name: string,
  condition: Condition,
  status: 403 | 503,
  error: string,
  who: string,
];

/** Exchanges that no sign-in mends. */
export const refusedExchanges: readonly RefusedExchange[] = [
  [
    'a policy that blocks',
    (c, _, tenantId) => c.setConditionalAccess([{ tenantId, grant: 'block' }]),
    403,
    'access_denied',
    'administrator',
  ],
  [
    'a person no longer assigned',
    (c, person) => c.updateUser(person, { assignedTo: [] }),
    403,
    'access_denied',
    'administrator',
  ],
  [
    'a server app that is missing',
    (c, _, tenantId) => c.updateServicePrincipal({ tenantId, app: 'server', state: 'missing' }),
    403,
    'access_denied',
    'administrator',
  ],
  [
    'an account that is disabled',
    (c, person) => c.updateUser(person, { enabled: false }),
    403,
    'access_denied',
    'administrator',
  ],
  [
    '[entra-7.8] a secret that has expired',
    (c) => c.updateApplication({ app: 'server', secrets: [{ secretText: apps.serverSecret, endMs: 1 }] }),
    503,
    'temporarily_unavailable',
    'operator',
  ],
];
