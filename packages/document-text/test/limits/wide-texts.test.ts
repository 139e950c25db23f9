import { describe, it } from 'vitest';
import { wideTexts } from '../samples/wide-texts.ts';
import { expectWithinLimits } from '../support/expect-within-limits.ts';

describe('texts, pages and mails with characters that are not Latin-1', () => {
  it.each(wideTexts.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    (_, document) => expectWithinLimits(document),
  );
});
