import { describe, expect, it } from 'vitest';
import type { ExtractedDocument } from 'document-text';
import { cutTranscript, parseTimeRange } from '../../../../src/m365/meetings/time-range.ts';

const transcript = (...times: string[]): ExtractedDocument => ({
  format: 'vtt',
  unit: 'text',
  sections: [times.map((time) => `[${time}] Megan: words`).join('\n')],
  hidden: { passages: 0, comments: 0, characters: 0 },
  notes: [],
});
const cut = (range: string, ...times: string[]) =>
  cutTranscript(transcript(...times), range).sections.flatMap((section) =>
    section.split('\n').map((turn) => turn.slice(1, 9)),
  );

describe('cutTranscript', () => {
  const short = ['00:00:05', '00:10:00', '00:19:59', '00:25:00'];

  it.each([
    ['0:10:00-0:20:00', ['00:10:00', '00:19:59']],
    ['00:10:00 to 00:20:00', ['00:10:00', '00:19:59']],
    ['10:00-20:00', ['00:10:00', '00:19:59']],
    ['0:10-0:20', ['00:10:00', '00:19:59']],
    ['0:20:00-', ['00:25:00']],
    ['-0:01:00', ['00:00:05']],
  ])('takes %s', (range, expected) => {
    expect(cut(range, ...short)).toEqual(expected);
  });

  it('reads two numbers as hours and minutes in a long meeting', () => {
    expect(cut('1:00-2:00', '00:01:30', '01:30:00')).toEqual(['01:30:00']);
  });

  it('takes the turn that goes on when none begins within the range', () => {
    expect(cut('0:00:07-0:00:09', ...short)).toEqual(['00:00:05']);
  });

  it('takes the turns of several transcripts of one meeting', () => {
    const [first, second] = [transcript('00:00:05', '00:10:00'), transcript('00:00:07')];
    const both = { ...first, sections: [...first.sections, 'Transcript 2 of 2', ...second.sections] };
    expect(cutTranscript(both, '-0:01:00').sections).toEqual([
      '[00:00:05] Megan: words\n[00:00:07] Megan: words',
    ]);
  });

  it('names the last time when nobody spoke', () => {
    expect(() => cut('0:30:00-0:40:00', ...short)).toThrow('The last words are at 00:25:00.');
  });

  it.each(['', '10', 'a-b', '-', '10:00'])('rejects %j', (range) => {
    expect(() => parseTimeRange(range)).toThrow('0:10:00-0:25:00');
  });
});
