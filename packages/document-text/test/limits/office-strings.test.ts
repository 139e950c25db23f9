import { describe, it } from 'vitest';
import { hostileStrings } from '../samples/hostile-strings.ts';
import { expectWithinLimits } from '../support/expect-within-limits.ts';

describe('Office documents of long strings made to exhaust CPU or memory', () => {
  it.each(hostileStrings.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    (_, document) => expectWithinLimits(document),
  );
});
