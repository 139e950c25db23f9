import type { Document } from './document.ts';
import { pptx } from './pptx.ts';

/** The deck for retailers, with notes for the speaker. */
export const haloLaunchDeck: Document = pptx('Halo Retail Deck.pptx', 'Halo for retailers', 'Megan Bowen', [
  {
    title: 'Contoso Halo: light that follows you',
    bullets: ['On sale from 17 March 2027', 'EUR 189 recommended price', 'Two-year warranty'],
    notes: 'Open with the video. Do not mention France: certification is still pending.',
  },
  {
    title: 'Margins and minimum orders',
    table: [
      ['Tier', 'Minimum order', 'Margin'],
      ['Bronze', '20 units', '22 %'],
      ['Silver', '60 units', '26 %'],
      ['Gold', '150 units', '31 %'],
    ],
    notes: 'Gold is negotiable down to 120 units for chains.\nAsk Adele before you promise more.',
  },
  {
    title: 'What we do for you',
    bullets: ['Shelf displays free of charge', 'Training in your shop', 'Co-op advertising up to 3 %'],
  },
  { title: 'Questions?', bullets: ['megan@contoso.example', 'adele@contoso.example'] },
]);
