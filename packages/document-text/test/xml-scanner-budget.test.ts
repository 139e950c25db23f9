import { describe, expect, it } from 'vitest';
import { WorkBudget } from '../src/budget.ts';
import { XmlScanner } from '../src/xml/scanner.ts';
import { expectCode } from './support/expect-code.ts';

/** Counts the work that is spent. */
class CountingBudget extends WorkBudget {
  spent = 0;

  override spend(characters: number): void {
    this.spent += characters;
    super.spend(characters);
  }
}

/** The work of a whole budget. */
const limit = 57_000_000;

interface Scan {
  readonly events: string[];
  readonly scanner: XmlScanner;
}

function createScan(budget?: WorkBudget): Scan {
  const events: string[] = [];
  const handler = {
    open: (name: string, _: unknown, isEmpty: boolean) => void events.push(`<${name}${isEmpty ? '/' : ''}`),
    close: (name: string) => void events.push(`>${name}`),
    text: (text: string) => void events.push(`=${text}`),
  };
  return { events, scanner: new XmlScanner(handler, budget) };
}

/** The work that the pieces of a document cost. */
function costOf(...pieces: readonly string[]): number {
  const budget = new CountingBudget();
  const { scanner } = createScan(budget);
  for (const piece of pieces) scanner.write(piece);
  scanner.end();
  return budget.spent;
}

describe('XmlScanner with a budget', () => {
  it('closes the open elements when the budget is spent, and ignores the rest', () => {
    const budget = new WorkBudget();
    const { events, scanner } = createScan(budget);
    expect(scanner.write('<a><b>x')).toBe(true);
    budget.spend(Number.MAX_SAFE_INTEGER);
    expect(scanner.write('y</b><c/>')).toBe(false);
    scanner.end();
    expect(events).toEqual(['<a', '<b', '=x', '>b', '>a']);
  });

  it('leaves out elements below 512 levels with their text, and marks the document as cut', () => {
    const budget = new WorkBudget();
    const { events, scanner } = createScan(budget);
    scanner.write('<a>'.repeat(512));
    expect(budget.isCut).toBe(false);
    scanner.write('kept<b>left out<c/><![CDATA[left out]]></b>kept');
    expect(budget.isCut).toBe(true);
    scanner.write('</a>'.repeat(512));
    scanner.end();
    expect(events.filter((event) => event === '<a')).toHaveLength(512);
    expect(events.filter((event) => event.startsWith('='))).toEqual(['=kept', '=kept']);
    expect(events).not.toContain('<b');
    expect(events).not.toContain('<c/');
    expect(events.at(-1)).toBe('>a');
  });

  it('leaves out nested elements below 512 levels in pieces', () => {
    const { events, scanner } = createScan();
    scanner.write('<a>'.repeat(512));
    for (const piece of ['<b><b>x</b', '></b ', '><c/>']) scanner.write(piece);
    scanner.write('kept');
    scanner.write('</a>'.repeat(512));
    scanner.end();
    expect(events.filter((event) => !/^[<>]a$/.test(event))).toEqual(['=kept']);
  });

  it('closes the open elements when the end of the document spends the budget', () => {
    const budget = new WorkBudget();
    const { events, scanner } = createScan(budget);
    scanner.write('<a><b/>');
    // Scanned at the end: it is shorter than four times the incomplete tag.
    scanner.write('<c d="123456789');
    scanner.write('"/>');
    budget.spend(limit - 85);
    expect(budget.isSpent).toBe(false);
    scanner.end();
    expect(events).toEqual(['<a', '<b/', '>b', '<c/', '>c', '>a']);
    expect(budget.isCut).toBe(true);
  });

  it.each<[string, readonly string[], number]>([
    ['one per character, 20 per tag', ['<a>text</a>'], 11 + 20],
    ['18 per self-closing tag', ['<a><b/><b c="d"/></a>'], 21 + 20 + 2 * 18],
    ['20 per tag below 512 levels', ['<a>'.repeat(513) + '</a>'.repeat(513)], 7 * 513 + 20 * 513],
    ['8 more per character of a text with a reference', ['<a>x&amp;</a><!-- & -->'], 23 + 20 + 8 * 6],
    ['an incomplete tag again', ['<a/><!-- ', ' -->'], 13 + 18 + 5],
    ['an incomplete reference again', ['<a>x&am', 'p;</a>'], 13 + 20 + 3 + 8 * 5],
  ])('costs %s', (_case, pieces, cost) => {
    expect(costOf(...pieces)).toBe(cost);
  });

  it('costs 8 more per character of an attribute with a reference, each time that it is read', () => {
    const budget = new CountingBudget();
    const open = (_: string, attributes: { get(name: string): string | undefined }) => {
      expect([attributes.get('b'), attributes.get('b'), attributes.get('c')]).toEqual(['&', '&', 'd']);
    };
    new XmlScanner({ open, close: () => undefined, text: () => undefined }, budget).write(
      '<a b="&amp;" c="d"/>',
    );
    expect(budget.spent).toBe(20 + 18 + 2 * 8 * 5);
  });
});

describe('XmlScanner with an incomplete token', () => {
  it('emits what is complete at once', () => {
    const { events, scanner } = createScan();
    scanner.write('<a>');
    scanner.write('x &lt; y');
    expect(events).toEqual(['<a', '=x < y']);
    scanner.write('');
    scanner.write('z');
    expect(events).toEqual(['<a', '=x < y', '=z']);
    scanner.write('<b c="&"/>1&23456789012345678');
    expect(events.slice(3)).toEqual(['<b/', '>b', '=1&23456789012345678']);
    scanner.write('<b c="&"/>d');
    expect(events.slice(6)).toEqual(['<b/', '>b', '=d']);
  });

  it('holds back a reference that may be incomplete, without an empty text', () => {
    const { events, scanner } = createScan();
    scanner.write('<a>&am');
    expect(events).toEqual(['<a']);
    scanner.write('p;</a>');
    expect(events).toEqual(['<a', '=&', '>a']);
    const { events: held, scanner: other } = createScan();
    other.write('<a>x&#x0000000001F600');
    expect(held).toEqual(['<a', '=x']);
    other.write(';</a>');
    expect(held).toEqual(['<a', '=x', '=😀', '>a']);
  });

  it('is scanned again when a piece has a greater-than sign and it is four times as long', () => {
    const { events, scanner } = createScan();
    scanner.write('<a b=');
    scanner.write('"12345678901">');
    expect(events).toEqual([]);
    scanner.write('x');
    expect(events).toEqual([]);
    scanner.write('<');
    expect(events).toEqual([]);
    scanner.write('/a>');
    expect(events).toEqual(['<a', '=x', '>a']);

    const { events: longer, scanner: other } = createScan();
    other.write('<a b=');
    other.write('"123456789012">');
    expect(longer).toEqual(['<a']);
  });

  it('scans a token of n characters in pieces at a cost that grows with n, not with its square', () => {
    const pieces = Array.from({ length: 1000 }, () => '>'.repeat(100));
    // The token is scanned at 104, 416, 1664, … characters.
    expect(costOf('<a><!--', ...pieces, '--></a>')).toBeLessThan(3 * 100_000);
  });

  it('is not scanned again for pieces that cannot complete it', () => {
    const pieces = Array.from({ length: 1000 }, () => ' '.repeat(100));
    const [start, end] = ['<a><!--', '--></a>'];
    const characters = start.length + 100_000 + end.length;
    // The start of the comment counts again, and its first piece.
    expect(costOf(start, ...pieces, end)).toBe(characters + 20 + '<!--'.length + ('<!--'.length + 100));
  });

  it.each(['<!--', '<a b="', '<![CDATA['])('%s has at most 1,048,576 characters', async (start) => {
    const { scanner } = createScan();
    scanner.write(start.padEnd(1024 ** 2, 'x'));
    const write = () => scanner.write('x');
    await expectCode(write, 'damaged');
    expect(write).toThrow('a tag without end');
  });

  it('is read when it ends within the limit', () => {
    const { events, scanner } = createScan();
    scanner.write('<a>');
    scanner.write('<!--'.padEnd(1024 ** 2, 'x'));
    scanner.write('-->');
    scanner.write('</a>');
    scanner.end();
    expect(events).toEqual(['<a', '>a']);
  });
});
