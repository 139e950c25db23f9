import { expect, it } from 'vitest';
import { exchangeFaults } from './exchange-faults.ts';
import { graphResponseFaults } from './graph-response-faults.ts';
import { graphFurtherFaults } from './graph-further-faults.ts';
import { graphServiceFaults } from './graph-service-faults.ts';
import { signingKeyFaults } from './signing-key-faults.ts';
import { objectFaults } from './object-faults.ts';
import { tenantPolicyFaults } from './tenant-policy-faults.ts';
import { refreshFaults } from './refresh-faults.ts';
import { keyRingFaults } from './key-ring-faults.ts';

it('the fault tables hold at least 100 faults with unique names', () => {
  const tables = {
    exchangeFaults,
    graphAnswerFaults: graphResponseFaults,
    graphFurtherFaults,
    graphServiceFaults,
    keyFaults: signingKeyFaults,
    objectFaults,
    organisationFaults: tenantPolicyFaults,
    renewalFaults: refreshFaults,
    ringFaults: keyRingFaults,
  };
  const names: string[] = Object.entries(tables).flatMap(([table, rows]) =>
    rows.map(({ name }) => `${table}: ${name}`),
  );
  expect(names.length).toBeGreaterThanOrEqual(100);
  expect(new Set(names).size).toBe(names.length);
});
