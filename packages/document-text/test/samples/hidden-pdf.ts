/** A content stream of a page, and the way in which its text is hidden or shown. */
export interface PdfTechnique {
  readonly name: string;
  readonly content: string;
}

export const visible = 'BT /F1 11 Tf 72 700 Td (visible) Tj ET';
export const secret = 'BT /F1 11 Tf 72 600 Td (secret) Tj ET';
/** Draws the image `Im0` on the whole page. */
export const scan = 'q 595 0 0 842 0 0 cm /Im0 Do Q';

/** Text that is left out. The graphics state `GS0` has no opacity. */
export const removedPdf: readonly PdfTechnique[] = [
  { name: 'white on the white page', content: `${visible} 1 g ${secret}` },
  { name: 'in the color of a rectangle', content: `${visible} 0 .2 .5 rg 0 580 595 50 re f ${secret}` },
  { name: 'tiny', content: `${visible} BT /F1 .4 Tf 72 600 Td (secret) Tj ET` },
  { name: 'made tiny by a matrix', content: `${visible} BT /F1 11 Tf .05 0 0 .05 72 600 Tm (secret) Tj ET` },
  { name: 'beyond the page', content: `${visible} BT /F1 11 Tf 700 600 Td (secret) Tj ET` },
  { name: 'below the page', content: `${visible} BT /F1 11 Tf 72 -50 Td (secret) Tj ET` },
  { name: 'outside the clipping path', content: `${visible} q 0 0 10 10 re W n ${secret} Q` },
  { name: 'under a rectangle', content: `${visible} ${secret} 1 g 60 590 200 30 re f` },
  { name: 'in render mode 3 without an image', content: `${visible} 3 Tr ${secret}` },
  { name: 'without opacity', content: `${visible} /GS0 gs ${secret}` },
];

/** Text that is shown. */
export const shownPdf: readonly PdfTechnique[] = [
  { name: 'on a dark rectangle', content: `0 0 .4 rg 0 0 595 842 re f 1 g ${visible}` },
  { name: 'on an image', content: `${scan} 1 g ${visible}` },
  { name: 'in a frame', content: `${visible} 60 690 200 30 re 61 691 198 28 re f*` },
  { name: 'small but legible', content: 'BT /F1 4 Tf 72 600 Td (visible) Tj ET' },
  { name: 'in gray', content: `.75 g ${visible}` },
];
