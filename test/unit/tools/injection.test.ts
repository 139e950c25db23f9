import { describe, expect, it } from 'vitest';
import {
  fencedAnswer,
  textsIn,
  unsafeMarkdown,
  unsafeParts,
} from '../../../packages/document-text/test/support/unsafe-text.ts';
import { tools } from '../../../src/tools/index.ts';
import { hostileTexts } from 'm365-simulator/hostile-texts';
import { everyPermission, readWithFakeGraph, shownText } from './read-with-fake-graph.ts';
import { exchangeOfText } from './hostile/exchange-of-text.ts';
import { filesOfText } from './hostile/files-of-text.ts';
import { searchesOfText } from './hostile/searches-of-text.ts';
import { teamsOfText } from './hostile/teams-of-text.ts';
import { toolContext } from './tool-context.ts';

describe.each([...exchangeOfText, ...teamsOfText, ...filesOfText])(
  'whatever stands in %s',
  (_, uri, answer) => {
    it.each(hostileTexts.map((text) => [text.slice(0, 60), text] as const))(
      'draws and hides nothing: %s',
      async (__, text) => {
        const { content, ...structured } = await readWithFakeGraph({ uri }, answer(text)).result;
        const whole = shownText(content, structured);
        for (const shown of [whole, ...textsIn(structured)]) expect(unsafeParts(shown), shown).toEqual([]);
        if (structured['text'] === undefined) {
          expect(JSON.parse(whole)).toEqual(JSON.parse(JSON.stringify(structured)));
          return;
        }
        const [, line = '', nonce = '', inner = ''] = fencedAnswer.exec(whole) ?? [];
        expect(JSON.parse(line)).toMatchObject({ kind: structured['kind'] });
        expect(whole.split(nonce)).toHaveLength(3);
        expect(unsafeMarkdown(inner)).toEqual([]);
      },
    );
  },
);

describe('text of others in search results', () => {
  it.each(searchesOfText.map(([name, args, answer]) => [name, JSON.stringify(args), answer] as const))(
    'draws and hides nothing: %s %s',
    async (name, args, answer) => {
      const tool = tools.find((candidate) => candidate.name === name);
      for (const text of hostileTexts) {
        const context = toolContext(answer(text), [...everyPermission, 'User.ReadBasic.All']);
        const result = await tool?.run(tool.input.parse(JSON.parse(args)), context, undefined);
        expect(result?.items, text).toHaveLength(1);
        for (const shown of textsIn(result)) expect(unsafeMarkdown(shown), shown).toEqual([]);
      }
    },
  );
});
