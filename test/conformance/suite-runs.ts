import { conformanceFixture, root } from '../../scripts/lib/bundle.ts';
import type { Revision } from './run-suite.ts';

/** One run of the suite. */
export interface SuitePlan {
  readonly name: 'fixture' | 'connector';
  /** Entry of the Worker, where it is not the connector's. */
  readonly main?: string;
  readonly revision: Revision;
  /** YAML file of the checks that are expected to fail, each with its reason. */
  readonly baseline?: string;
}

const baselines = `${root}test/conformance/expected-failures`;

/** Every run. Only where the fixture passes a scenario does its absence from the connector say nothing against it. */
export const suiteRuns: readonly SuitePlan[] = [
  { name: 'fixture', main: conformanceFixture, revision: '2026-07-28' },
  {
    name: 'fixture',
    main: conformanceFixture,
    revision: '2025-11-25',
    baseline: `${baselines}/fixture-2025-11-25.yml`,
  },
  { name: 'connector', revision: '2026-07-28', baseline: `${baselines}/connector-2026-07-28.yml` },
  { name: 'connector', revision: '2025-11-25', baseline: `${baselines}/connector-2025-11-25.yml` },
];
