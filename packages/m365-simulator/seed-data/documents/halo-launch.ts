import type { Document } from './document.ts';
import { docx } from './docx.ts';
import { pptx } from './pptx.ts';

/** The plan for the launch of Contoso Halo, as a Word document that several users have worked on. */
export const haloLaunchPlan: Document = docx('Halo Launch Plan.docx', 'Halo Launch Plan', 'Megan Bowen', [
  { heading: 'Halo launch plan', level: 1 },
  {
    paragraph: [
      'Contoso Halo goes on sale on ',
      { bold: '17 March 2027' },
      ' in Germany, Poland and the United Kingdom',
      { footnote: 'France follows in May 2027, once the certification is through.' },
      '. The campaign costs EUR 420,000, which Patti approved in the FY27 budget.',
    ],
  },
  { heading: 'Goals', level: 2 },
  {
    list: [
      '25,000 units in the first ninety days',
      'Listed with 140 retailers by the end of April',
      'A rating of 4.3 or better after 500 reviews',
    ],
  },
  { heading: 'Milestones', level: 2 },
  {
    table: [
      ['Milestone', 'Owner', 'Due', 'State'],
      ['Packaging final', 'Lidia Holloway', '2026-12-11', 'on track'],
      ['Press kit in six languages', 'Alex Wilber', '2027-01-22', 'at risk'],
      ['Retail training', 'Adele Vance', '2027-02-19', 'not started'],
      ['Launch event, Berlin', 'Megan Bowen', '2027-03-17', 'venue booked'],
    ],
  },
  { heading: 'Risks', level: 2 },
  {
    paragraph: [
      'The translation agency ',
      {
        comment: 'Can we ask Tailspin Toys whom they use?',
        on: 'has moved its date twice',
        author: 'Adele Vance',
      },
      '. ',
      { deleted: 'We accept the delay.', author: 'Lidia Holloway' },
      { inserted: 'A second agency is on call from 4 January.', author: 'Lidia Holloway' },
    ],
  },
  {
    list: ['Shortage of the LED driver', 'Certification in France', 'Venue strike in Berlin'],
    ordered: true,
  },
  { list: ['Plan B: Hamburg, hall 4'], level: 1 },
  { heading: 'Further reading', level: 3 },
  {
    paragraph: [
      'Figures are in the ',
      {
        link: 'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/FY27%20Budget.xlsx',
        text: 'FY27 budget',
      },
      '; the deck for retailers is beside this file.',
    ],
  },
]);

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
