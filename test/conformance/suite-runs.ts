import { conformanceFixture, root } from '../../scripts/lib/bundle.ts';
import type { Revision } from './run-suite.ts';

/** One run of the suite. */
export interface SuitePlan {
  readonly name: 'fixture' | 'connector';
  /** Entry of another Worker than the connector. */
  readonly main?: string;
  readonly revision: Revision;
  /** YAML file of the expected failures, each with its reason. */
  readonly baseline?: string;
}

const baselines = `${root}test/conformance/expected-failures`;

/** All runs. The fixture proves that the connector's stack passes scenarios for features that the connector does not use. */
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
