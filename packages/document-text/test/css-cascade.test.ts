import { describe, expect, it } from 'vitest';
import { WorkBudget } from '../src/budget.ts';
import { Cascade, remember } from '../src/css/cascade.ts';
import type { StyledElement } from '../src/css/selector.ts';

/** The work of a whole budget. */
const limit = 57_000_000;

class CountingBudget extends WorkBudget {
  spent = 0;

  override spend(characters: number): void {
    this.spent += characters;
    super.spend(characters);
  }
}

function element(attributes: Readonly<Record<string, string>> = {}): StyledElement {
  return {
    name: 'p',
    attributes: new Map(Object.entries(attributes)),
    parent: undefined,
    previous: undefined,
    index: 1,
    ahead: undefined,
  };
}

/** The display value of an element with id, two classes and perhaps a `style` attribute. */
function displayOf(css: string, style?: string): string | undefined {
  const cascade = new Cascade(new WorkBudget());
  cascade.add(css);
  const attributes = { id: 'Id', class: 'a B', ...(style === undefined ? {} : { style }) };
  return textOf(cascade, attributes, 'display');
}

function textOf(
  cascade: Cascade,
  attributes: Readonly<Record<string, string>>,
  property: string,
): string | undefined {
  return cascade
    .valuesOf(element(attributes))
    .get(property)
    ?.map((token) => token[1])
    .join('');
}

describe('the cascade', () => {
  it('orders the first 1,000 layers, each within up to three others', () => {
    const names = Array.from({ length: 999 }, (_, index) => `a${index}`).join(',');
    expect(displayOf(`@layer ${names};@layer x{#id{display:flex}}@layer y{p{display:grid}}`)).toBe('grid');
    expect(displayOf(`@layer ${names},w;@layer x{#id{display:flex}}@layer y{p{display:grid}}`)).toBe('flex');
    expect(displayOf('@layer a.b.c.x{#id{display:flex}}@layer a.b.c.y{p{display:grid}}')).toBe('grid');
    expect(displayOf('@layer a.b.c.d.x{#id{display:flex}}@layer a.b.c.d.y{p{display:grid}}')).toBe('flex');
    expect(displayOf('@layer a.b.c.d{@layer x{#id{display:flex}}@layer y{p{display:grid}}}')).toBe('flex');
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['', undefined, undefined],
    ['q{display:block}', undefined, undefined],
    ['', 'display:flex', 'flex'],
    ['p{display:flex}', undefined, 'flex'],
    ['*{display:flex}', undefined, 'flex'],
    ['.A{display:flex}', undefined, 'flex'],
    ['.b{display:flex}', undefined, 'flex'],
    ['#ID{display:flex}', undefined, 'flex'],
    ['[class]{display:flex}', undefined, 'flex'],
    ['p{display:flex}', 'color:red', 'flex'],
    ['p{display:flex}', 'display:grid', 'grid'],
    ['p{display:flex!important}', 'display:grid', 'flex'],
    ['p{display:flex!important}', 'display:grid!important', 'grid'],
    ['p{display:flex}p{display:grid}', undefined, 'grid'],
    ['p{display:flex!important}p{display:grid!important}', undefined, 'grid'],
    ['p{display:flex!important;display:grid}', undefined, 'flex'],
    ['.a{display:flex}p{display:grid}', undefined, 'flex'],
    ['p.a{display:flex}.a{display:grid}', undefined, 'flex'],
    ['#id{display:flex}.a.b{display:grid}', undefined, 'flex'],
    ['.a{display:flex}.b{display:grid}', undefined, 'grid'],
    ['.a,#id{display:flex}.b{display:grid}', undefined, 'flex'],
    ['p{display:flex}@layer x{#id{display:grid}}', undefined, 'flex'],
    ['@layer x{.a{display:flex}p{display:grid}}', undefined, 'flex'],
    ['@layer x{p{display:flex!important}}#id{display:grid!important}', undefined, 'flex'],
    ['@layer x{p{display:flex}}p{all:unset}', undefined, undefined],
    ['@layer x{#id{display:flex}}@layer y{p{display:grid}}', undefined, 'grid'],
    ['@layer y,x;@layer x{p{display:flex}}@layer y{#id{display:grid}}', undefined, 'flex'],
    ['@layer x{p{display:flex!important}}@layer y{#id{display:grid!important}}', undefined, 'flex'],
    ['@layer x{p{display:flex!important}}p{display:grid!important}', 'display:none', 'flex'],
    ['@layer x{p{display:flex}}@layer y{#id{display:grid}}@layer x{p{display:block}}', undefined, 'grid'],
    ['@layer x{@layer y{#id{display:flex}}p{display:grid}}', undefined, 'grid'],
    ['@layer x{p{display:grid}@layer y{#id{display:flex}}}', undefined, 'grid'],
    ['@layer x.y{#id{display:flex}}@layer x{p{display:grid}}', undefined, 'grid'],
    ['@layer x.y{p{display:flex}}@layer x{@layer y{p{display:grid}}}', undefined, 'grid'],
    [
      '@layer x.y{#id{display:flex}}@layer y{p{display:grid}}@layer x.z{.a{display:block}}',
      undefined,
      'grid',
    ],
    ['@layer{#id{display:flex}}@layer{p{display:grid}}', undefined, 'grid'],
    ['@layer x;@layer{p{display:grid}}@layer x{#id{display:flex}}', undefined, 'grid'],
    ['@media print{@layer y;}@layer x{#id{display:flex}}@layer y{p{display:grid}}', undefined, 'grid'],
    ['p{all:unset;display:flex}', undefined, 'flex'],
    ['p{all:bogus;display:flex}p{all:bogus}', undefined, 'flex'],
  ])('of %j and the style %j gives the display %j', (css, style, display) => {
    expect(displayOf(css, style)).toBe(display);
  });

  it('keeps custom properties that `all` does not reset', () => {
    const cascade = new Cascade(new WorkBudget());
    cascade.add('p{--x:1;display:flex}p{all:unset}');
    expect([...cascade.valuesOf(element()).keys()]).toEqual(['--x', 'all']);
  });

  it('returns the same values for elements with the same rules and style', () => {
    const cascade = new Cascade(new WorkBudget());
    cascade.add('p{display:flex}.a{color:red}');
    const values = cascade.valuesOf(element({ class: 'a', style: 'left:1px' }));
    expect(cascade.valuesOf(element({ class: 'a b', style: 'left:1px' }))).toBe(values);
    expect(cascade.valuesOf(element({ class: 'a', style: 'left:2px' }))).not.toBe(values);
    expect(cascade.valuesOf(element({ style: 'left:1px' }))).not.toBe(values);
  });
});

describe('Cascade.add', () => {
  it('returns the URLs of imports', () => {
    const css = '@import "a.css";@import url(b.css) print;p{display:flex}';
    expect(new Cascade(new WorkBudget()).add(css)).toEqual(['a.css', 'b.css']);
  });

  it.each([
    ['p{display:flex}', true, false, false],
    ['p{border:0}', false, false, false],
    ['p + b{display:flex}', true, true, false],
    ['p ~ b{display:flex}', true, true, false],
    ['p:nth-of-type(2){display:flex}', true, true, false],
    ['p:first-child{display:flex}', true, false, false],
    ['p:LAST-child{display:flex}', true, false, true],
    ['p:only-child{display:flex}', true, false, true],
    ['p:nth-last-child(2){display:flex}', true, false, true],
    ['p:empty{display:flex}', true, false, true],
    ['p:last-of-type{display:flex}', true, true, true],
    ['p:empty + b{border:0}', false, false, false],
    ['p:empty{display:flex}b{display:flex}', true, false, true],
    ['p + b{display:flex}b{display:flex}', true, true, false],
  ])('records what the selectors of %j need', (css, hasRules, usesSiblings, usesLookAhead) => {
    const cascade = new Cascade(new WorkBudget());
    cascade.add(css);
    expect([cascade.hasRules, cascade.usesSiblings, cascade.usesLookAhead]).toEqual([
      hasRules,
      usesSiblings,
      usesLookAhead,
    ]);
  });

  it.each([
    ['24 per character', 'x'.repeat(10), 240],
    ['no more for a rule whose declarations do not matter', 'p{border:0}', 11 * 24],
    ['100 per character of a selector and 4,000 per rule', 'p b{left:0}', 11 * 24 + 3 * 100 + 4000],
    ['4,000 per selector of a list', 'p,b{left:0}', 11 * 24 + 3 * 100 + 2 * 4000],
    ['no rule for an invalid selector', 'p[{left:0}', 10 * 24],
  ])('costs %s', (_case, css, cost) => {
    const budget = new CountingBudget();
    new Cascade(budget).add(css);
    expect(budget.spent).toBe(cost);
  });

  it('adds nothing when the budget does not cover the style sheet', () => {
    const budget = new WorkBudget();
    const cascade = new Cascade(budget);
    budget.spend(limit - 10);
    expect(cascade.add('@import "a.css";p{display:flex}')).toEqual([]);
    expect(cascade.hasRules).toBe(false);
  });

  it('stops at the rule that the budget does not cover', () => {
    const css = 'p{left:0}b{left:0}i{left:0}@import "a.css";';
    // A rule costs 4,100.
    for (const [left, hasRules] of [
      [99, false],
      [4099, false],
      [4199, true],
      [8199, true],
      [8200, true],
    ] as const) {
      const budget = new CountingBudget();
      const cascade = new Cascade(budget);
      budget.spend(limit - css.length * 24 - left);
      expect(cascade.add(css), String(left)).toEqual([]);
      expect(cascade.hasRules, String(left)).toBe(hasRules);
      expect(budget.isSpent).toBe(true);
    }
  });
});

describe('Cascade.valuesOf', () => {
  it('costs 4 per rule with a key of the element, 30 per matching one, 15 per class, 2 per character of a compared attribute, and 2,000 for values that are kept', () => {
    const budget = new CountingBudget();
    const cascade = new Cascade(budget);
    cascade.add('p{left:0}p.a{left:0}.a{left:0}b{left:0}#x{left:0}');
    budget.spent = 0;
    cascade.valuesOf(element());
    // One candidate, which is compared at a cost of 3.
    expect(budget.spent).toBe(4 + 3 + 30 + 2000);
    budget.spent = 0;
    cascade.valuesOf(element());
    expect(budget.spent).toBe(4 + 3 + 30);
    budget.spent = 0;
    cascade.valuesOf(element({ class: 'a' }));
    expect(budget.spent).toBe(15 + 3 * (4 + 3 + 30) + 2 * 2 + 2000);
  });

  it('costs nothing without rules and style', () => {
    const budget = new CountingBudget();
    expect(new Cascade(budget).valuesOf(element({ class: 'a' })).size).toBe(0);
    expect(budget.spent).toBe(0);
  });

  it('costs 8,000 and 90 per character for a style attribute, once', () => {
    const budget = new CountingBudget();
    const cascade = new Cascade(budget);
    cascade.add('p.a{top:0}');
    budget.spent = 0;
    cascade.valuesOf(element({ style: 'left:0' }));
    expect(budget.spent).toBe(2000 + 8000 + 6 * 90);
    budget.spent = 0;
    cascade.valuesOf(element({ class: 'a', style: 'left:0' }));
    expect(budget.spent).toBe(15 + 4 + 3 + 30 + 2 + 2000);
  });

  it('leaves out rules and styles that the budget does not cover', () => {
    const budget = new WorkBudget();
    const cascade = new Cascade(budget);
    cascade.add('p{display:flex}');
    budget.spend(limit);
    expect(cascade.valuesOf(element({ style: 'left:0' })).size).toBe(0);
  });
});

describe('remember', () => {
  it('empties a cache of 256 entries before the next one', () => {
    const cache = new Map<number, string>();
    for (let key = 0; key < 256; key += 1) remember(cache, key, 'x');
    expect(cache.size).toBe(256);
    remember(cache, 256, 'y');
    expect([...cache]).toEqual([[256, 'y']]);
  });
});
