import { expect, it } from 'vitest';
import { exchangeFaults } from './exchange-faults.ts';
import { graphAnswerFaults } from './graph-response-faults.ts';
import { graphFurtherFaults } from './graph-further-faults.ts';
import { graphServiceFaults } from './graph-service-faults.ts';
import { keyFaults } from './signing-key-faults.ts';
import { objectFaults } from './object-faults.ts';
import { organisationFaults } from './tenant-policy-faults.ts';
import { renewalFaults } from './refresh-faults.ts';
import { ringFaults } from './key-ring-faults.ts';

it('the fault tables hold at least 100 faults with unique names', () => {
  const tables = {
    exchangeFaults,
    graphAnswerFaults,
    graphFurtherFaults,
    graphServiceFaults,
    keyFaults,
    objectFaults,
    organisationFaults,
    renewalFaults,
    ringFaults,
  };
  const names: string[] = Object.entries(tables).flatMap(([table, rows]) =>
    rows.map(({ name }) => `${table}: ${name}`),
  );
  expect(names.length).toBeGreaterThanOrEqual(100);
  expect(new Set(names).size).toBe(names.length);
});
