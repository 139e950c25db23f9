import { describe, expect, it } from 'vitest';
import { catalog, getMessages } from '../../../src/http/messages/catalog.ts';
import { en } from '../../../src/http/messages/en.ts';

describe('getMessages', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['id-ID', 'id'],
    ['fr,en;q=0.5,de;q=0.7', 'de'],
    ['de;q=0, en', 'en'],
    ['de;q=0', 'en'],
    ['EN-us, DE', 'en'],
    ['constructor', 'en'],
    ['*', 'en'],
    [`${'x,'.repeat(5000)}de`, 'en'],
  ])('for Accept-Language %j returns %s', (header, language) => {
    expect(getMessages(header).lang).toBe(language);
  });
});

describe('the message catalog', () => {
  const textsOf = (value: unknown, path = ''): [string, string][] => {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'function') {
      return [[path, String((value as (...values: unknown[]) => unknown)('{one}', '{two}'))]];
    }
    return Object.entries(value as object).flatMap(([key, item]) => textsOf(item, `${path}.${key}`));
  };
  const english = new Map(textsOf(en));
  const markup = /`[^`]+`|\[[^\]]+\]\([^)]+\)/g;

  it.each(Object.keys(catalog))('%s has every text, with the same code, links and parameters', (language) => {
    const texts = textsOf(catalog[language]);
    expect(texts.map(([path]) => path).toSorted()).toEqual([...english.keys()].toSorted());
    for (const [path, text] of texts) {
      expect(text.trim(), path).not.toBe('');
      const targets = (value: string) =>
        (value.match(markup) ?? []).map((part) => part.replace(/^\[[^\]]*\]/, '')).toSorted();
      expect(targets(text), path).toEqual(targets(english.get(path) ?? ''));
      const names = (value: string) => ['{one}', '{two}'].filter((name) => value.includes(name));
      expect(names(text), path).toEqual(names(english.get(path) ?? ''));
    }
  });
});
