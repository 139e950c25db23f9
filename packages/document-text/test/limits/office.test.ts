import { describe, it } from 'vitest';
import { hostileOffice } from '../samples/hostile-office.ts';
import { expectWithinLimits } from '../support/expect-within-limits.ts';

describe('Office documents made to exhaust CPU or memory', () => {
  it.each(hostileOffice.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    (_, document) => expectWithinLimits(document),
  );
});
