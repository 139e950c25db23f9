import { readText } from './support/read-whole.ts';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../src/html/html.ts';
import { ordinaryMails } from './samples/ordinary-mails.ts';
import { removedOffice, shownOffice } from './samples/hidden-office.ts';
import { removedHtml, shownHtml } from './samples/hidden-html.ts';

describe('htmlToText', () => {
  it.each(removedHtml)('removes and counts the text of $source', ({ source }) => {
    const { text, hidden } = htmlToText(`<section>before</section>${source}<section>after</section>`);
    expect(text).not.toContain('secret');
    expect(text).toMatch(/^before\s+after$/);
    expect(hidden.passages).toBe(1);
  });

  it.each(shownHtml)('keeps the text of $source', ({ source }) => {
    const { text, hidden } = htmlToText(`<section>before</section>${source}<section>after</section>`);
    expect(text).toContain('secret');
    expect(hidden.passages).toBe(0);
  });
});

describe('htmlToText of ordinary mail', () => {
  it.each(ordinaryMails)('reports nothing hidden in a mail of %s', (_, html) => {
    const { text, hidden } = htmlToText(html);
    expect(hidden.passages).toBe(0);
    expect(text).not.toMatch(/margin|font-|\{/);
  });

  it('never shows the text of a style sheet, however it is styled', () => {
    const html =
      '<style style="display:block">p{color:red}</style><div style="display:none"><style>x{}</style></div>a';
    expect(htmlToText(html)).toMatchObject({ text: 'a', hidden: { passages: 0 } });
  });
});

describe('readDocument of an Office document', () => {
  it.each(removedOffice)('removes and counts the text of $group, $name', async ({ make }) => {
    const { sections, hidden } = await readText(make());
    const text = sections.join('\n');
    expect(text).not.toContain('secret');
    expect(text).toMatch(/before[^]*after/);
    expect(hidden.passages).toBe(1);
  });

  it.each(shownOffice)('keeps the text of $group, $name', async ({ make }) => {
    const { sections, hidden } = await readText(make());
    expect(sections.join('\n')).toContain('secret');
    expect(hidden.passages).toBe(0);
  });
});
