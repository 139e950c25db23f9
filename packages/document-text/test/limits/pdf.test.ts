import { describe, it } from 'vitest';
import { hostilePdfs } from '../samples/hostile-pdfs.ts';
import { expectWithinLimits } from '../support/expect-within-limits.ts';

describe('PDFs made to exhaust CPU or memory', () => {
  it.each(hostilePdfs.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    (_, document) => expectWithinLimits(document),
  );
});
