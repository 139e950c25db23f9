import { type Document, contentTypes, once } from './document.ts';
import {
  bodyShape,
  notesMaster,
  notesSlide,
  pptxNamespaces,
  slideLayout,
  slideMaster,
  tableShape,
  theme,
  titleShape,
} from './pptx-parts.ts';
import {
  contentTypesPart,
  corePropertiesPart,
  packageRelationships,
  relationshipsPart,
  xmlHead,
  zipPackage,
} from './zip-package.ts';

/** One slide. */
export interface Slide {
  readonly title: string;
  readonly bullets?: readonly string[];
  readonly table?: readonly (readonly string[])[];
  readonly notes?: string;
}

/** A presentation with a master, a layout, notes and native tables. */
export function pptx(name: string, title: string, author: string, slides: readonly Slide[]): Document {
  return {
    name,
    contentType: contentTypes.pptx,
    text: () => slides.map(slideText).join('\n'),
    bytes: once(() => render(title, author, slides)),
  };
}

function render(title: string, author: string, slides: readonly Slide[]): Uint8Array {
  const point = 'application/vnd.openxmlformats-officedocument.presentationml.';
  const themeType = 'application/vnd.openxmlformats-officedocument.theme+xml';
  const numbered = slides.map((slide, index) => ({ slide, number: index + 1 }));
  const withNotes = numbered.filter(({ slide }) => slide.notes !== undefined);
  const slideIds = numbered
    .map(({ number }) => `<p:sldId id="${255 + number}" r:id="rIdSlide${number}"/>`)
    .join('');
  return zipPackage({
    '[Content_Types].xml': contentTypesPart({
      'ppt/presentation.xml': `${point}presentation.main+xml`,
      'ppt/slideMasters/slideMaster1.xml': `${point}slideMaster+xml`,
      'ppt/slideLayouts/slideLayout1.xml': `${point}slideLayout+xml`,
      'ppt/notesMasters/notesMaster1.xml': `${point}notesMaster+xml`,
      'ppt/theme/theme1.xml': themeType,
      'ppt/theme/theme2.xml': themeType,
      'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
      ...Object.fromEntries(
        numbered.map(({ number }) => [`ppt/slides/slide${number}.xml`, `${point}slide+xml`]),
      ),
      ...Object.fromEntries(
        withNotes.map(({ number }) => [`ppt/notesSlides/notesSlide${number}.xml`, `${point}notesSlide+xml`]),
      ),
    }),
    '_rels/.rels': relationshipsPart([
      ['rId1', 'officeDocument', 'ppt/presentation.xml'],
      packageRelationships.core,
    ]),
    'docProps/core.xml': corePropertiesPart(title, author),
    'ppt/presentation.xml': `${xmlHead}<p:presentation ${pptxNamespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdMaster"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rIdNotes"/></p:notesMasterIdLst><p:sldIdLst>${slideIds}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationshipsPart([
      ['rIdMaster', 'slideMaster', 'slideMasters/slideMaster1.xml'],
      ['rIdNotes', 'notesMaster', 'notesMasters/notesMaster1.xml'],
      ['rIdTheme', 'theme', 'theme/theme1.xml'],
      ...numbered.map(({ number }) => [`rIdSlide${number}`, 'slide', `slides/slide${number}.xml`] as const),
    ]),
    'ppt/slideMasters/slideMaster1.xml': slideMaster,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relationshipsPart([
      ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['rId2', 'theme', '../theme/theme1.xml'],
    ]),
    'ppt/slideLayouts/slideLayout1.xml': slideLayout,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relationshipsPart([
      ['rId1', 'slideMaster', '../slideMasters/slideMaster1.xml'],
    ]),
    'ppt/notesMasters/notesMaster1.xml': notesMaster,
    'ppt/notesMasters/_rels/notesMaster1.xml.rels': relationshipsPart([
      ['rId1', 'theme', '../theme/theme2.xml'],
    ]),
    'ppt/theme/theme1.xml': theme,
    'ppt/theme/theme2.xml': theme,
    ...Object.fromEntries(numbered.flatMap(({ slide, number }) => slideParts(slide, number))),
  });
}

function slideParts(slide: Slide, number: number): readonly (readonly [string, string])[] {
  const shapes = [
    titleShape(slide.title),
    ...(slide.bullets ? [bodyShape(slide.bullets)] : []),
    ...(slide.table ? [tableShape(slide.table)] : []),
  ].join('');
  const notes = slide.notes;
  return [
    [
      `ppt/slides/slide${number}.xml`,
      `${xmlHead}<p:sld ${pptxNamespaces}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`,
    ],
    [
      `ppt/slides/_rels/slide${number}.xml.rels`,
      relationshipsPart([
        ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
        ...(notes === undefined
          ? []
          : [['rId2', 'notesSlide', `../notesSlides/notesSlide${number}.xml`] as const]),
      ]),
    ],
    ...(notes === undefined
      ? []
      : ([
          [`ppt/notesSlides/notesSlide${number}.xml`, notesSlide(notes)],
          [
            `ppt/notesSlides/_rels/notesSlide${number}.xml.rels`,
            relationshipsPart([
              ['rId1', 'notesMaster', '../notesMasters/notesMaster1.xml'],
              ['rId2', 'slide', `../slides/slide${number}.xml`],
            ]),
          ],
        ] as const)),
  ];
}

function slideText(slide: Slide): string {
  return [
    slide.title,
    ...(slide.bullets ?? []),
    ...(slide.table ?? []).map((row) => row.join('\t')),
    slide.notes ?? '',
  ].join('\n');
}
