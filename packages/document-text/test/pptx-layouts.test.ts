import { describe, expect, it } from 'vitest';
import { readText } from './support/read-whole.ts';
import {
  type SlideSpec,
  buildPptx,
  relationshipsXml,
  shape,
  slideNamespaces,
} from './support/ooxml-builder.ts';

interface LayerSpec {
  readonly shapes: string;
  readonly attributes?: string;
}

function layer(root: 'sldLayout' | 'sldMaster', { shapes, attributes = '' }: LayerSpec): string {
  return `<?xml version="1.0"?><p:${root} ${slideNamespaces}${attributes}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/></p:nvGrpSpPr>${shapes}</p:spTree></p:cSld></p:${root}>`;
}

/** Layouts by number, on one master. */
function layers(master: LayerSpec, layouts: readonly LayerSpec[]): Record<string, string> {
  const parts: Record<string, string> = { 'ppt/slideMasters/slideMaster1.xml': layer('sldMaster', master) };
  for (const [index, layout] of layouts.entries()) {
    parts[`ppt/slideLayouts/slideLayout${index + 1}.xml`] = layer('sldLayout', layout);
    parts[`ppt/slideLayouts/_rels/slideLayout${index + 1}.xml.rels`] = relationshipsXml([
      { id: 'rId1', kind: 'slideMaster', target: '../slideMasters/slideMaster1.xml' },
    ]);
  }
  return parts;
}

function slideOn(layout: number, text: string, more: Partial<SlideSpec> = {}): SlideSpec {
  const target = `../slideLayouts/slideLayout${layout}.xml`;
  return { shapes: shape(text), relationships: [{ id: 'rIdL', kind: 'slideLayout', target }], ...more };
}

async function read(slides: readonly SlideSpec[], parts: Readonly<Record<string, string>>) {
  const size = { width: 9_144_000, height: 6_858_000 };
  const { sections, hidden } = await readText(buildPptx(slides, parts, size));
  return { sections, passages: hidden.passages };
}

const picture =
  '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="Contoso logo"/><p:nvPr/></p:nvPicPr></p:pic>';
const placeholderPicture =
  '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="Insert a photo"/><p:nvPr><p:ph type="pic"/></p:nvPr></p:nvPicPr></p:pic>';
const placed = (text: string, x: number, color = '000000') =>
  `<p:sp><p:nvSpPr><p:cNvPr id="5" name="Text"/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="${x}" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:noFill/></p:spPr><p:txBody><a:p><a:r><a:rPr><a:solidFill><a:srgbClr val="${color}"/></a:solidFill></a:rPr><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
const hiddenShape = shape('Secret').replace('name="Shape"', 'name="Shape" hidden="1"');

describe('text of slide layouts and masters', () => {
  it('follows the first slide that shows it, master before layout, once', async () => {
    const parts = layers({ shapes: shape('Contoso confidential') + picture }, [
      { shapes: shape('Do not forward') },
      { shapes: shape('Board only') },
      { shapes: shape('On no slide') },
    ]);
    expect(await read([slideOn(1, 'One'), slideOn(1, 'Two'), slideOn(2, 'Three')], parts)).toEqual({
      sections: [
        '## Slide 1\n\nOne\n\nLayout text: Contoso confidential\n\n[image: Contoso logo]\n\nDo not forward',
        '## Slide 2\n\nTwo',
        '## Slide 3\n\nThree\n\nLayout text: Board only',
      ],
      passages: 0,
    });
  });

  it('has no placeholders, with their prompts, pictures and fields', async () => {
    const field =
      '<p:sp><p:nvSpPr><p:cNvPr id="6" name="Number"/><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r><a:t>Page </a:t></a:r><a:fld type="slidenum"><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>';
    const shapes =
      shape('Click to edit Master title style', 'title') +
      shape('Edit Master text styles\n\tSecond level', 'body') +
      shape('Footer text', 'ftr') +
      placeholderPicture +
      field;
    const { sections } = await read([slideOn(1, 'One')], layers({ shapes }, [{ shapes }]));
    expect(sections).toEqual(['## Slide 1\n\nOne\n\nLayout text: Page\n\nPage']);
  });

  it('is left out of a slide that does not show it, and follows the next one', async () => {
    const parts = layers({ shapes: shape('Master') }, [{ shapes: shape('Layout') }]);
    expect(
      (await read([slideOn(1, 'One', { hidesMaster: true }), slideOn(1, 'Two')], parts)).sections,
    ).toEqual(['## Slide 1\n\nOne', '## Slide 2\n\nTwo\n\nLayout text: Master\n\nLayout']);
  });

  it('has no text of a master that the layout does not show', async () => {
    const parts = layers({ shapes: shape('Master') }, [
      { shapes: shape('Layout'), attributes: ' showMasterSp="0"' },
    ]);
    expect((await read([slideOn(1, 'One')], parts)).sections).toEqual([
      '## Slide 1\n\nOne\n\nLayout text: Layout',
    ]);
  });

  it('is left out and counted if it is hidden, off the slide or without contrast', async () => {
    const shapes =
      hiddenShape + placed('Instructions', 9_200_000) + placed('White', 0, 'FFFFFF') + placed('Shown', 0);
    expect(await read([slideOn(1, 'One'), slideOn(1, 'Two')], layers({ shapes: '' }, [{ shapes }]))).toEqual({
      sections: ['## Slide 1\n\nOne\n\nLayout text: Shown', '## Slide 2\n\nTwo'],
      passages: 3,
    });
  });

  it('does not draw the shapes of a master behind a slide that does not show them', async () => {
    const black =
      '<p:sp><p:nvSpPr><p:cNvPr id="7" name="Bar"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/></a:xfrm><a:solidFill><a:srgbClr val="000000"/></a:solidFill></p:spPr></p:sp>';
    const parts = layers({ shapes: black }, [{ shapes: '' }]);
    const white = { shapes: placed('Invisible', 0, 'FFFFFF') };
    expect(
      await read([slideOn(1, '', white), slideOn(1, '', { ...white, hidesMaster: true })], parts),
    ).toEqual({ sections: ['## Slide 1\n\nInvisible', '## Slide 2'], passages: 1 });
  });
});

describe('footers of slides', () => {
  it('follow the first slide that shows them', async () => {
    const shapes = shape('Text') + shape('Contoso confidential', 'ftr') + shape('1 May 2026', 'dt');
    expect((await read([{ shapes }, { shapes }, { shapes: shape('Draft', 'ftr') }], {})).sections).toEqual([
      '## Slide 1\n\nText\n\nFooter: Contoso confidential',
      '## Slide 2\n\nText',
      '## Slide 3\n\nFooter: Draft',
    ]);
  });
});
