import { describe, expect, it } from 'vitest';
import { WorkBudget } from '../src/budget.ts';
import { type StyledElement, SelectorMatcher, compileSelectors } from '../src/css/selector.ts';
import { htmlToText } from '../src/html/html.ts';

const body =
  '<div id=Main class="a B" lang=en-US title="Hello World" data-x="x-y">' +
  '<p class=one>1</p><p class="two last">2</p><b>3</b><p class=three><i></i><a href=x>4</a></p><a>5</a><u></u>6</div>';

/** The digits that are left when the elements that match are not displayed. */
function shownBeside(selector: string): string {
  return htmlToText(`<html><style>${selector}{display:none}</style>${body}</html>`).text.replaceAll(
    /\s/g,
    '',
  );
}

describe('a selector', () => {
  it.each([
    ['p', '356'],
    ['P', '356'],
    ['*', ''],
    ['q', '123456'],
    ['.one', '23456'],
    ['.ONE', '23456'],
    ['.on', '123456'],
    ['.last', '13456'],
    ['p.two.last', '13456'],
    ['p.two.one', '123456'],
    ['#main', ''],
    ['#main.a.b', ''],
    ['#other', '123456'],
    ['.one, .two', '3456'],
    ['.one, !', '123456'],
    // Attributes.
    ['[title]', ''],
    ['[TITLE]', ''],
    ['[missing]', '123456'],
    ['[title="hello world"]', ''],
    ['[title="Hello World" s]', ''],
    ['[title="hello world" s]', '123456'],
    ['[title="Hello"]', '123456'],
    ['[title~=World]', ''],
    ['[title~=Wor]', '123456'],
    ['[title~=""]', '123456'],
    ['[title^=Hello]', ''],
    ['[title^=World]', '123456'],
    ['[title^=""]', '123456'],
    ['[title$=World]', ''],
    ['[title$=Hello]', '123456'],
    ['[title$=""]', '123456'],
    ['[title*="o W"]', ''],
    ['[title*=x]', '123456'],
    ['[title*=""]', '123456'],
    ['[lang|=en]', ''],
    ['[lang|=en-us]', ''],
    ['[lang|=e]', '123456'],
    ['div[data-x!=y]', ''],
    ['div[data-x!="x-y"]', '123456'],
    ['p[class!=one]', '1356'],
    ['div[missing!=y]', ''],
    // Combinators.
    ['div p', '356'],
    ['div > p', '356'],
    ['div > a', '12346'],
    ['p > a', '12356'],
    ['div a', '1236'],
    ['p p', '123456'],
    ['section p', '123456'],
    ['p + p', '13456'],
    ['p + b', '12456'],
    ['b + p', '12356'],
    ['p ~ p', '1356'],
    ['b ~ p', '12356'],
    ['b ~ b', '123456'],
    ['.one + p + b', '12456'],
    ['.one ~ b ~ p > a', '12356'],
    ['html a', '1236'],
    // Positions.
    ['p:first-child', '23456'],
    ['b:first-child', '123456'],
    ['div > :last-child', '123456'],
    ['p > :last-child', '12356'],
    ['a:last-child', '12356'],
    ['p:only-child', '123456'],
    ['div:only-child', ''],
    ['b:only-child', '123456'],
    ['b:first-of-type', '12456'],
    ['p:first-of-type', '23456'],
    ['p:last-of-type', '12356'],
    ['p:only-of-type', '123456'],
    ['b:only-of-type', '12456'],
    ['div > :nth-child(2)', '13456'],
    ['div > :nth-child(+2)', '13456'],
    ['div > :nth-child(-2)', '123456'],
    ['div > :nth-child(odd)', '246'],
    ['div > :nth-child(even)', '1356'],
    ['div > :nth-child( 2N + 1 )', '246'],
    ['div > :nth-child(2n)', '1356'],
    ['div > :nth-child(n + 4)', '1236'],
    ['div > :nth-child(-n+2)', '3456'],
    ['div > :nth-child(+n)', '6'],
    ['div > :nth-child(3n-1)', '1346'],
    ['div > :nth-child(0n+2)', '13456'],
    ['div > :nth-child(x)', '123456'],
    ['div > :nth-child(12)', '123456'],
    ['div > :nth-child(2x)', '123456'],
    ['div > :nth-child(-n+12)', '6'],
    ['div > :nth-child(x2n)', '123456'],
    ['div > :nth-child(2n+)', '123456'],
    ['p:nth-of-type(2)', '13456'],
    ['div > :nth-last-child(2)', '12346'],
    ['div > :nth-last-child(n+5)', '3456'],
    ['p:nth-last-of-type(3)', '23456'],
    ['i:empty, b:empty', '123456'],
    ['u:empty + a', '123456'],
    ['i:empty + a', '12356'],
    ['p:not(:empty)', '356'],
    // Other pseudo-classes.
    ['p:not(.one)', '1356'],
    ['p:not(.one, .two)', '12356'],
    ['p:not(b)', '356'],
    ['p:is(.one, .two)', '3456'],
    ['p:where(.one)', '23456'],
    ['p:matches(.one)', '23456'],
    ['p:-webkit-any(.one)', '23456'],
    ['p:-moz-any(.one)', '23456'],
    ['p:is(div > .one)', '23456'],
    ['p:is(section > .one)', '123456'],
    ['div :is(p a, b)', '1256'],
    ['a:link', '12356'],
    ['a:any-link', '12356'],
    ['p:link', '123456'],
    ['p:lang(en)', '356'],
    ['p:lang("EN-us")', '356'],
    ['p:lang(de, en)', '356'],
    ['p:lang(e)', '123456'],
    ['p:lang(de)', '123456'],
    [':root p', '356'],
    ['p:root', '123456'],
    ['p:defined', '356'],
    ['p:enabled', '356'],
    ['p:read-only', '356'],
    ['p:dir(ltr)', '356'],
    ['p:dir(rtl)', '123456'],
    ['p:hover', '123456'],
    ['p:checked', '123456'],
    ['p:bogus', '123456'],
    ['p::before', '123456'],
    ['p::before b', '123456'],
    ['p || b', '123456'],
    ['p:is(::before)', '123456'],
    ['p:not(::before)', '356'],
    ['> p', '123456'],
    ['p >', '123456'],
    [':is(> p)', '123456'],
  ])('%s leaves %j', (selector, shown) => {
    expect(shownBeside(selector)).toBe(shown);
  });
});

describe('the specificity of a selector', () => {
  const a = 1000;
  const b = 1_000_000;

  it.each([
    ['*', 0],
    ['p', 1],
    ['p b', 2],
    ['.x', a],
    ['[x]', a],
    ['[id~=x]', a],
    ['[title=x]', a],
    ['[id=x]', b],
    ['#x', b],
    ['p.x#y', b + a + 1],
    [':hover', a],
    [':nth-child(2)', a],
    [':lang(en)', a],
    [':is(p, .x, #y)', b],
    [':not(p, .x)', a],
    [':where(#y) p', 1],
    [':is(p b, i)', 2],
    ['#x'.repeat(1500), 1e9],
  ])('%s is %i', (selector, specificity) => {
    expect(compileSelectors(selector).map((compiled) => compiled.specificity)).toEqual([specificity]);
  });
});

describe('the key of a selector', () => {
  it.each([
    ['*', '*'],
    [':hover', '*'],
    ['P', 'p'],
    ['div P', 'p'],
    ['p.X', '.x'],
    ['.X.y', '.y'],
    ['.x#Y.z', '#y'],
    ['p[id=Y]', '#y'],
    ['p[id~=y]', 'p'],
    ['p[title=y]', 'p'],
    ['p[class=y]', 'p'],
    ['[class~=Y]', '.y'],
    ['#a > b', 'b'],
  ])('%s is %s', (selector, key) => {
    expect(compileSelectors(selector).map((compiled) => compiled.key)).toEqual([key]);
  });
});

describe('SelectorMatcher', () => {
  const root: StyledElement = {
    name: 'div',
    attributes: new Map(),
    parent: undefined,
    previous: undefined,
    index: 1,
    ahead: undefined,
  };

  function nest(levels: number, step: 'parent' | 'previous'): StyledElement {
    let element: StyledElement = { ...root, name: 'top' };
    for (let level = 0; level < levels; level += 1) element = { ...root, [step]: element };
    return element;
  }

  function matches(selector: string, element: StyledElement, budget = new WorkBudget()): boolean {
    const [compiled] = compileSelectors(selector);
    return compiled !== undefined && new SelectorMatcher(budget).matches(compiled, element);
  }

  it.each(['parent', 'previous'] as const)('compares an element with 512 elements on its %s side', (step) => {
    const combinator = step === 'parent' ? ' ' : ' ~ ';
    expect(matches(`top${combinator}div`, nest(512, step))).toBe(true);
    expect(matches(`top${combinator}div`, nest(513, step))).toBe(false);
  });

  it('does not match the end of an element that is not known', () => {
    for (const name of ['last-child', 'only-child', 'last-of-type', 'only-of-type', 'empty'])
      expect(matches(`div:${name}`, root), name).toBe(false);
    for (const name of ['nth-last-child', 'nth-last-of-type'])
      expect(matches(`div:${name}(1)`, root), name).toBe(false);
  });

  it('matches nothing when the budget is spent', () => {
    const budget = new WorkBudget();
    budget.spend(Number.MAX_SAFE_INTEGER);
    expect(matches('div', root, budget)).toBe(false);
  });

  function countingBudget(): { budget: WorkBudget; spent: () => number } {
    let spent = 0;
    const budget = new WorkBudget();
    const spend = budget.spend.bind(budget);
    budget.spend = (characters) => {
      spent += characters;
      spend(characters);
    };
    return { budget, spent: () => spent };
  }

  it.each([
    ['div', 3],
    ['p', 3],
    ['top div', 6],
    ['b div', 3 + 5 * 3],
    ['b ~ div', 3],
    ['div:hover', 6],
    ['div:is(p, div)', 3 + 3 + 2 * (2 + 3)],
    ['div:first-of-type', 6],
  ])('%s costs %i', (selector, cost) => {
    const { budget, spent } = countingBudget();
    matches(
      selector,
      { ...root, parent: selector === 'top div' ? { ...root, name: 'top' } : nest(4, 'parent') },
      budget,
    );
    expect(spent()).toBe(cost);
  });

  it('spends three for each previous sibling of a position among those of the same name', () => {
    const { budget, spent } = countingBudget();
    expect(matches('div:nth-of-type(5)', nest(5, 'previous'), budget)).toBe(true);
    expect(spent()).toBe(3 + 3 + 5 * 3);
  });
});
