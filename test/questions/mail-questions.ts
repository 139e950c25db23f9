import { type Question, mail, open, people, read } from './question.ts';

/** Questions of Megan Bowen about mail and people. */
export const mailQuestions: readonly Question[] = [
  {
    question: 'What did my manager say about the budget?',
    calls: [open('me:///'), mail({ query: 'budget', sender: 'Patti Fernandez' })],
    expected: /1,350,000/,
  },
  {
    question: 'Who is my manager?',
    calls: [people({ relation: 'manager' })],
    expected: /Patti Fernandez/,
  },
  {
    question: 'Summarize the whole thread on the FY27 budget.',
    calls: [
      mail({ query: 'FY27 budget where marketing stands', limit: 1 }),
      read(/budget/i, { thread: true }),
    ],
    expected: /reserve[^]*1,406,250/,
  },
  {
    question: 'How many unread mails do I have?',
    calls: [mail({ unread: true, countOnly: true })],
    expected: /"total":\d+/,
  },
  {
    question: 'What is unread from Adele?',
    calls: [mail({ unread: true, sender: 'Adele' })],
    expected: /Adele/,
  },
  { question: 'Which mails did I flag?', calls: [mail({ flagged: true })], expected: /FY27 budget/ },
  {
    question: 'Which important mails came from Patti?',
    calls: [mail({ importance: 'high', sender: 'Patti' })],
    expected: /FY27 budget/,
  },
  {
    question: 'Show the mails in the red category.',
    calls: [mail({ category: 'Red category' })],
    expected: /third of December/,
  },
  {
    question: 'Did anybody send me an Excel attachment about the budget?',
    calls: [mail({ query: 'budget', hasAttachments: true })],
    expected: /"attachments":true/,
  },
  {
    question: 'When does the retail training start?',
    calls: [mail({ query: 'retail training' })],
    expected: /19 February/,
  },
  {
    question: 'When is the date of sale of Halo?',
    calls: [mail({ query: '"date of sale"' })],
    expected: /17 March/,
  },
  {
    question: 'How much is the reserve that Patti wants?',
    calls: [mail({ query: 'reserve', sender: 'Patti' })],
    expected: /65,000/,
  },
  {
    question: 'What did I write to Patti last?',
    calls: [mail({ sender: 'me', recipient: 'Patti', limit: 1 })],
    expected: /"items":\[\{/,
  },
  {
    question: 'Is invoice 4711 in my mailbox?',
    calls: [mail({ query: '"Invoice 4711"' })],
    expected: /Invoice 4711/,
  },
  {
    question: 'Which room is being painted?',
    calls: [mail({ query: 'painted' })],
    expected: /Room 12/,
  },
  { question: 'Any mail about cake?', calls: [mail({ query: 'cake' })], expected: /kitchen/ },
  {
    question: 'Is there a mail in Arabic about Halo?',
    calls: [mail({ query: 'عرض أسعار' })],
    expected: /Halo/,
  },
  {
    question: 'What is the newest mail in my inbox?',
    calls: [mail({ folderName: 'Inbox', limit: 1 })],
    expected: /"shown":1/,
  },
  {
    question: 'Which drafts do I have?',
    calls: [mail({ folderName: 'Drafts' })],
    expected: /revised marketing split/,
  },
  {
    question: 'Which folders does my mailbox have?',
    calls: [open('mail:///folders/')],
    expected: /Inbox|inbox/,
  },
  {
    question: 'What came in this week?',
    calls: [mail({ afterDateTime: 'this week' })],
    expected: /"dates":"from Mon/,
  },
  {
    question: 'Which suspicious mails did I get about a bank account?',
    calls: [mail({ query: 'bank account' })],
    expected: /"suspicious":true|external/,
  },
  {
    question: 'Which Litware invoices came?',
    calls: [mail({ query: 'Litware invoice' })],
    expected: /Litware invoice/,
  },
  {
    question: 'Who is Alex, and what is the address?',
    calls: [people({ query: 'Alex' })],
    expected: /alex/i,
  },
  {
    question: 'What did the stand for O’Neill cost?',
    calls: [mail({ query: 'quote stand' })],
    expected: /O'Neill/,
  },
];
