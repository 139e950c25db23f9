import { inject } from 'vitest';
import { isLongKey } from '../model/provided.ts';

/** Options of fast-check for properties of texts that reach Graph. */
export const propertyRuns = { numRuns: inject(isLongKey) ? 20_000 : 4_000 };
