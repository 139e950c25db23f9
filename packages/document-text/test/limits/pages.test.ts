import { describe, it } from 'vitest';
import { hostilePages } from '../samples/hostile-pages.ts';
import { expectWithinLimits } from '../support/expect-within-limits.ts';

describe('pages, mails and texts made to exhaust CPU or memory', () => {
  it.each(hostilePages.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    (_, document) => expectWithinLimits(document),
  );
});
