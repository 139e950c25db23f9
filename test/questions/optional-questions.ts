import { type Question, calendar, chatGptFetch, chatGptSearch, files, notes, read } from './question.ts';

/** Questions of Megan Bowen about lists, notes, sensitivity labels and what was said in meetings. */
export const optionalQuestions: readonly Question[] = [
  {
    question: 'Which sponsorships above 5,000 are not signed yet?',
    calls: [
      files({ query: 'sponsorships', kind: 'list' }),
      read(/Sponsorships/, {}, 'uri', '?filter=Annual fee > 5000 and Stage = Negotiating'),
    ],
    expected: /Rotterdam kite festival/,
  },
  {
    question: 'What are the terms of the sailing week that we sponsor?',
    calls: [files({ query: 'Gdynia sailing' }), read(/"kind":"row"/)],
    expected: /Logo on all sails/,
  },
  {
    question: 'What is the Wi-Fi of the venue? I noted it somewhere in OneNote.',
    calls: [notes({ query: 'wifi venue' }), read(/Wi-Fi/)],
    expected: /harbor-guest/,
  },
  {
    question: 'What is still open on my packing list?',
    calls: [notes({ query: 'packing' }), read(/Packing list/)],
    expected: /Charger/,
  },
  {
    question: 'Which tasks came out of the last Halo weekly?',
    calls: [
      calendar({ query: 'Halo weekly', beforeDateTime: 'now', order: 'newest', limit: 1 }),
      read(/transcript/, {}, 'transcript'),
    ],
    expected: /# Action items by AI[^]*Order demo lamps[^]*# Transcript/,
  },
  {
    question: 'Who promised the photos for the press kit in the last Halo weekly?',
    calls: [
      calendar({ query: 'Halo weekly', beforeDateTime: 'now', order: 'newest', limit: 1 }),
      read(/transcript/, { find: 'press kit' }, 'transcript'),
    ],
    expected: /Photos for the press kit by 18 December\. \(Lidia Holloway\)/,
  },
  {
    question: 'What did the supplier say about the second pallet?',
    calls: [
      calendar({ query: 'supplier', beforeDateTime: 'now', order: 'newest', limit: 1 }),
      read(/transcript/, { find: 'second pallet' }, 'transcript'),
    ],
    expected: /second pallet follows on Thursday/,
  },
  {
    question: 'Which files have the sensitivity label 7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704?',
    calls: [files({ label: '7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704' })],
    expected: /Board report/,
  },
  {
    question: 'What is the newest workbook with that label (7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704)?',
    calls: [
      files({ label: '7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704', fileType: 'xlsx', order: 'newest', limit: 1 }),
    ],
    expected: /Budget/,
  },
  {
    question: 'Does anything with the label 7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704 mention revenue?',
    calls: [
      files({ query: 'revenue', label: '7d5b9c1e-3f42-4a86-9b0d-5e8c2f61a704' }),
      read(/Board report/, { find: 'revenue' }),
    ],
    expected: /revenue/i,
  },
];

/** Questions for ChatGPT, which has the tools `search` and `fetch` alone. */
export const chatGptQuestions: readonly Question[] = [
  {
    question: 'ChatGPT: how much may marketing spend in FY27?',
    calls: [chatGptSearch({ query: 'FY27 budget marketing' }), chatGptFetch(/mail:\/\/\/messages/)],
    expected: /1,350,000/,
  },
  {
    question: 'ChatGPT: what does the Halo launch plan say about risks?',
    calls: [chatGptSearch({ query: 'Halo launch plan' }), chatGptFetch(/Launch Plan\.docx/)],
    expected: /risk/i,
  },
  {
    question: 'ChatGPT: what may an LED driver cost?',
    calls: [chatGptSearch({ query: 'LED driver' }), chatGptFetch(/teams:/)],
    expected: /up to EUR 2\.30/,
  },
  {
    question: 'ChatGPT: when is the budget review?',
    calls: [chatGptSearch({ query: 'budget review' }), chatGptFetch(/calendar:/)],
    expected: /"start":"\d{4}-/,
  },
  {
    question: 'ChatGPT: is there anything about quilting?',
    calls: [chatGptSearch({ query: 'quilting' })],
    expected: /"results":\[\]/,
  },
];
