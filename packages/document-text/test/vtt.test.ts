import { describe, expect, it } from 'vitest';
import { vttToText } from '../src/vtt.ts';

describe('vttToText', () => {
  it('merges consecutive cues of a speaker into a turn', () => {
    const source = `WEBVTT

NOTE a comment
over two lines

f1f4d3e2-0b7a/12-0
00:00:01.000 --> 00:00:04.000
<v Ana Ruiz>Hello everyone,</v>

00:00:04.100 --> 00:00:06.000
<v Ana Ruiz>shall we
start?</v>

00:00:07.500 --> 00:00:09.000 align:start
<v Bo Li>Yes &amp; no.</v>

01:02:03.000 --> 01:02:04.000
<v Ana Ruiz>Goodbye.</v>
`;
    expect(vttToText(source).text).toBe(
      '[00:00:01] Ana Ruiz: Hello everyone, shall we start?\n[00:00:07] Bo Li: Yes & no.\n[01:02:03] Ana Ruiz: Goodbye.',
    );
  });

  it('adds a timestamp to a long turn every two minutes', () => {
    const cues = Array.from(
      { length: 6 },
      (_, index) => `00:0${index}:00.000 --> 00:0${index}:30.000\n<v A>part ${index}</v>\n`,
    );
    expect(vttToText(`WEBVTT\n\n${cues.join('\n')}`).text).toBe(
      '[00:00:00] A: part 0 part 1\n[00:02:00] A: part 2 part 3\n[00:04:00] A: part 4 part 5',
    );
  });

  it.each([
    ['unpadded times, as Teams writes them', '0:0:1.5 --> 0:0:2\n<v A>x</v>', '[00:00:01] A: x'],
    ['times without hours', '00:05.000 --> 00:06.000\n<v A>x</v>', '[00:00:05] A: x'],
    ['times before the start', '-00:00:03.000 --> 00:00:01.000\n<v A>x</v>', '[00:00:00] A: x'],
    [
      'no speakers, where attribution is off',
      '00:00:01.000 --> 00:00:02.000\nhello\n\n00:00:03.000 --> 00:00:04.000\nthere',
      '[00:00:01] hello there',
    ],
    [
      'classes and formatting',
      '00:00:01.000 --> 00:00:02.000\n<v.loud Ana>so <i>very</i> <c.red>good</c> <00:00:01.500>now</v>',
      '[00:00:01] Ana: so very good now',
    ],
    [
      'two speakers in a cue',
      '00:00:01.000 --> 00:00:02.000\n<v A>one</v> <v B>two</v>',
      '[00:00:01] A: one\n[00:00:01] B: two',
    ],
    ['a cue without text', '00:00:01.000 --> 00:00:02.000\n\n', ''],
    [
      'cues that follow without a blank line',
      '00:00:01.000 --> 00:00:02.000\na\n00:05:03.000 --> 00:05:04.000\nb',
      '[00:00:01] a\n[00:05:03] b',
    ],
    [
      'styles and broken times',
      'STYLE\n::cue { color: red }\n\nxx --> yy\nlost\n\n00:00:01.000 --> 00:00:02.000\nx &lt;b&gt; &#65;&nbsp;&foo;',
      '[00:00:01] x <b> A &foo;',
    ],
    ['carriage returns', '00:00:01.000 --> 00:00:02.000\r\nx\r\n', '[00:00:01] x'],
  ])('converts %s', (_, cues, text) => {
    expect(vttToText(`WEBVTT\n\n${cues}`).text).toBe(text);
  });

  it.each(['<', '<v ', '<v A>x', '-->', '\n', '&', '00:00:01.000 --> 00:00:02.000\nx\n\n'])(
    'takes linear time for 100,000 repetitions of %j',
    (piece) => {
      expect(typeof vttToText(`WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${piece.repeat(100_000)}`).text).toBe(
        'string',
      );
    },
  );
});
