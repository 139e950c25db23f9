import { type Question, calendar, files, folders, messages, notes, open, read, times } from './question.ts';

/** Questions of Megan Bowen about files, calendar and Teams. */
export const otherQuestions: readonly Question[] = [
  {
    question: 'Find the budget workbook.',
    calls: [files({ query: 'budget', fileType: 'xlsx' })],
    expected: /Budget[^"]*\.xlsx/,
  },
  {
    question: 'What does the budget give to marketing?',
    calls: [files({ query: 'budget', fileType: 'xlsx' }), read(/Budget/, { find: 'marketing' })],
    expected: /1,350,000/,
  },
  {
    question: 'Where is the Halo launch plan?',
    calls: [files({ query: 'Halo launch plan' })],
    expected: /Halo Launch Plan\.docx/,
  },
  {
    question: 'What does the launch plan say about risks?',
    calls: [
      files({ query: 'Halo launch plan', fileType: 'docx' }),
      read(/Halo Launch Plan/, { find: 'risk' }),
    ],
    expected: /risk/i,
  },
  { question: 'Which folder is for Halo?', calls: [folders({ name: 'Halo' })], expected: /"name":"Halo"/ },
  {
    question: 'What is in the Halo folder?',
    calls: [folders({ name: 'Halo' }), read(/"name":"Halo"/)],
    expected: /Launch Plan/,
  },
  {
    question: 'What did I edit lately?',
    calls: [files({ author: 'me', order: 'newest' })],
    expected: /"items":\[\{/,
  },
  {
    question: 'Which PDF reports are there?',
    calls: [files({ query: 'report', fileType: 'pdf' })],
    expected: /\.pdf/,
  },
  {
    question: 'What does the board report say on revenue?',
    calls: [files({ query: 'board report', fileType: 'pdf' }), read(/pdf/, { find: 'revenue' })],
    expected: /revenue/i,
  },
  { question: 'What is on my OneDrive?', calls: [open('drive:///me')], expected: /"entries":\[/ },
  {
    question: 'What is on my calendar this week?',
    calls: [calendar({ afterDateTime: 'this week' })],
    expected: /"items":\[\{/,
  },
  { question: 'What is my next meeting?', calls: [calendar({ limit: 1 })], expected: /"shown":1/ },
  {
    question: 'When is the budget review?',
    calls: [calendar({ query: 'budget review' })],
    expected: /Budget review with Patti/,
  },
  {
    question: 'When am I meeting Patti next?',
    calls: [calendar({ attendee: 'Patti', afterDateTime: 'now', limit: 3 })],
    expected: /Patti/,
  },
  {
    question: 'When is the conference in Berlin?',
    calls: [calendar({ query: 'conference' })],
    expected: /Retail conference Berlin/,
  },
  {
    question: 'When is my dentist appointment?',
    calls: [calendar({ query: 'dentist' })],
    expected: /"start":"\d{4}/,
  },
  {
    question: 'When does the podcast recording take place?',
    calls: [calendar({ query: 'podcast' })],
    expected: /"cancelled":true/,
  },
  {
    question: 'Where is the Halo weekly?',
    calls: [calendar({ query: 'Halo weekly' })],
    expected: /"place":/,
  },
  {
    question: 'What was said in the last Halo weekly?',
    calls: [
      calendar({ query: 'Halo weekly', beforeDateTime: 'now', order: 'newest', limit: 3 }),
      read(/transcript/, {}, 'transcript'),
    ],
    expected: /"kind":"transcript"/,
  },
  {
    question: 'Who comes to the Northwind visit?',
    calls: [calendar({ query: 'Northwind' }), read(/Northwind/)],
    expected: /"kind":"event"/,
  },
  {
    question: 'What is planned in December?',
    calls: [calendar({ afterDateTime: 'december 2026' })],
    expected: /before Fri 2027-01-01/,
  },
  {
    question: 'What is planned next month?',
    calls: [calendar({ afterDateTime: 'next month' })],
    expected: /"dates":"from/,
  },
  {
    question: 'What did I note for the offsite agenda in OneNote?',
    calls: [notes({ query: 'offsite agenda' }), read(/Offsite/)],
    expected: /Harbor tour/,
  },
  {
    question: 'Which slogans are in the notebook of Marketing in OneNote?',
    calls: [notes({ site: 'Marketing', query: 'slogans' }), read(/Slogans/)],
    expected: /lighthouse/,
  },
  {
    question: 'What do we pay for the chess open in Lisbon?',
    calls: [files({ query: 'Lisbon chess open' }), read(/Lisbon/)],
    expected: /Annual fee: 4200/,
  },
  {
    question: 'Which events do we sponsor?',
    calls: [files({ query: 'sponsorships', kind: 'list' }), read(/"kind":"list"/)],
    expected: /Gdynia sailing week[^]*Rotterdam kite festival/,
  },
  {
    question: 'What is in the asset register of finance?',
    calls: [files({ query: 'asset register', kind: 'list' }), read(/Asset register/)],
    expected: /Asset 0001,Desk[^]*page\.cursor|page\.cursor[^]*Asset 0001,Desk/,
  },
  {
    question: 'When can Adele and I meet for an hour?',
    calls: [times({ participants: ['Adele'], duration: 60 })],
    expected: /"items":\[\{|"unclear"/,
  },
  {
    question: 'When can Patti and Adele meet me on Friday?',
    calls: [times({ participants: ['Patti Fernandez', 'Adele'], afterDateTime: 'friday', duration: 30 })],
    expected: /"people":\[|"unclear"/,
  },
  { question: 'What are the latest Teams messages?', calls: [messages()], expected: /"items":\[\{/ },
  {
    question: 'What did Patti write in Teams about the budget?',
    calls: [messages({ sender: 'Patti', limit: 5 })],
    expected: /1\.35 million/,
  },
  {
    question: 'How much do the demo lamps cost?',
    calls: [messages({ query: 'demo lamps' })],
    expected: /4,800/,
  },
  { question: 'What may a driver cost?', calls: [messages({ query: 'drivers' })], expected: /2\.10/ },
  { question: 'What did I write in Teams?', calls: [messages({ sender: 'me' })], expected: /Megan Bowen/ },
  { question: 'Which chats do I have?', calls: [open('teams:///chats/')], expected: /Halo launch crew/ },
  { question: 'Which teams am I in?', calls: [open('teams:///teams/')], expected: /Halo launch/ },
  {
    question: 'What was written in the Halo launch crew?',
    calls: [open('teams:///chats/'), read(/Halo launch crew/)],
    expected: /Twelve weeks to go/,
  },
  {
    question: 'What was the sell-out of week 7?',
    calls: [messages({ query: '"sell-out of week 7"' })],
    expected: /1002 lamps/,
  },
  { question: 'Who am I signed in as?', calls: [open('me:///')], expected: /Megan Bowen/ },
  { question: 'Which tools may I use?', calls: [open('me:///')], expected: /outlook_email_search/ },
];
