import { describe, expect, it } from 'vitest';
import { readText } from './support/read-whole.ts';
import { type SlideSpec, buildPptx, shape } from './support/ooxml-builder.ts';

async function sectionsOf(slides: readonly SlideSpec[], parts: Readonly<Record<string, string>> = {}) {
  return (await readText(buildPptx(slides, parts))).sections;
}

describe('readDocument of a pptx', () => {
  it('returns slides in presentation order, with titles, bullets and notes', async () => {
    const sections = await sectionsOf([
      { shapes: shape('Strategy 2026', 'ctrTitle') + shape('Board meeting', 'subTitle') },
      {
        shapes: shape('Goals\nand means', 'title') + shape('Grow\n\tEurope\n\t\tPoland\nSave', 'body'),
        notes: 'Say hello.\nPause.',
      },
      { shapes: shape('Free text') + shape('7', 'sldNum') + shape('Contoso', 'ftr'), hidden: true },
    ]);
    expect(sections).toEqual([
      '## Slide 1: Strategy 2026\n\nBoard meeting',
      '## Slide 2: Goals and means\n\n- Grow\n  - Europe\n    - Poland\n- Save\n\nNotes: Say hello.\nPause.',
      '## Slide 3 (hidden)\n\nFree text\n\nFooter: Contoso',
    ]);
  });

  it('applies bullets that a paragraph sets or removes', async () => {
    const text = (bullet: string, content: string) =>
      `<a:p><a:pPr>${bullet}</a:pPr><a:r><a:t>${content}</a:t></a:r></a:p>`;
    const body = (content: string, placeholder: string) =>
      `<p:sp><p:nvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${content}</p:txBody></p:sp>`;
    const shapes =
      body(text('<a:buNone/>', 'plain') + text('', 'bullet'), '<p:ph idx="1"/>') +
      body(text('<a:buChar char="•"/>', 'marked'), '');
    expect(await sectionsOf([{ shapes }])).toEqual(['## Slide 1\n\nplain\n\n- bullet\n- marked']);
  });

  it('returns tables, links, line breaks and alternative texts', async () => {
    const cell = (text: string, attributes = '') =>
      `<a:tc${attributes}><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`;
    const empty = (attributes: string) => `<a:tc${attributes}><a:txBody><a:p/></a:txBody></a:tc>`;
    const table = `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>${cell('Region', ' gridSpan="2"')}${empty(' hMerge="1"')}</a:tr><a:tr>${cell('North')}${cell('12')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
    const link =
      '<p:sp><p:txBody><a:p><a:r><a:rPr><a:hlinkClick r:id="rId1"/></a:rPr><a:t>Plan</a:t></a:r><a:br/><a:r><a:t>next line</a:t></a:r></a:p></p:txBody></p:sp>';
    const picture = '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="Logo"/></p:nvPicPr></p:pic>';
    const relationships = [
      { id: 'rId1', kind: 'hyperlink', target: 'https://contoso.example/plan', external: true },
    ];
    expect(await sectionsOf([{ shapes: table + link + picture, relationships }])).toEqual([
      '## Slide 1\n\n| Region |  |\n| --- | --- |\n| North | 12 |\n\nPlan (https://contoso.example/plan)\nnext line\n\n[image: Logo]',
    ]);
  });

  it('returns the text of charts and diagrams', async () => {
    const shapes =
      '<p:graphicFrame><a:graphic><a:graphicData><c:chart r:id="rIdC"/></a:graphicData></a:graphic></p:graphicFrame>' +
      '<p:graphicFrame><a:graphic><a:graphicData><dgm:relIds r:dm="rIdD" r:lo="rIdL"/></a:graphicData></a:graphic></p:graphicFrame>';
    const relationships = [
      { id: 'rIdC', kind: 'chart', target: '../charts/chart1.xml' },
      { id: 'rIdD', kind: 'diagramData', target: '../diagrams/data1.xml' },
    ];
    const parts = {
      'ppt/charts/chart1.xml':
        '<c:chart xmlns:c="c" xmlns:a="a"><c:title><a:t>Sales</a:t></c:title><c:cat><c:v>Q1</c:v><c:v>Q2</c:v></c:cat><c:val><c:f>Sheet1!B2</c:f><c:v>4.3</c:v></c:val></c:chart>',
      'ppt/diagrams/data1.xml':
        '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:t>Plan</a:t><a:t>Do</a:t></dgm:dataModel>',
    };
    expect(await sectionsOf([{ shapes, relationships }], parts)).toEqual([
      '## Slide 1\n\nChart: Sales, Q1, Q2, 4.3\n\nDiagram: Plan, Do',
    ]);
  });

  it('reads one branch of alternate content', async () => {
    const shapes = `<mc:AlternateContent><mc:Choice Requires="p14">${shape('new')}</mc:Choice><mc:Fallback>${shape('old')}</mc:Fallback></mc:AlternateContent>`;
    expect(await sectionsOf([{ shapes }])).toEqual(['## Slide 1\n\nnew']);
  });

  it('adds a note if there is no slide', async () => {
    expect(await readText(buildPptx([]))).toMatchObject({
      sections: [],
      notes: ['The file holds no text.'],
    });
  });
});
