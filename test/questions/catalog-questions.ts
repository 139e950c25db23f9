import {
  type Question,
  calendar,
  files,
  folders,
  mail,
  messages,
  open,
  people,
  read,
  times,
} from './question.ts';

/**
 * Questions for the check of the catalog, see README.md: the calls are those that a reader chose who knew nothing but names,
 * descriptions and input schemas of the tools.
 */
export const catalogQuestions: readonly Question[] = [
  {
    question: 'What did my manager write about the budget?',
    calls: [mail({ sender: 'my manager', query: 'budget' })],
    expected: /1,350,000/,
  },
  {
    question: 'Is there anything from Pati Fernandes about the bank account?',
    calls: [mail({ sender: 'Pati Fernandes', query: 'bank account' })],
    expected: /That mail about a bank account was not from me/,
  },
  {
    question: 'Which mails of this month did I not answer yet?',
    calls: [mail({ answered: false, folderName: 'Inbox', afterDateTime: 'this month', limit: 5 })],
    expected: /"note":"Answered means/,
  },
  {
    question: 'How many mails in my inbox did I answer?',
    calls: [mail({ answered: true, folderName: 'Inbox', countOnly: true })],
    expected: /"total":[1-9]/,
  },
  {
    question: 'How many mails are in the inbox with all its subfolders?',
    calls: [mail({ folderName: 'Inbox', subfolders: true, countOnly: true })],
    expected: /"total":[2-9]\d\d/,
  },
  {
    question: 'Is there mail about a contract anywhere below Customers?',
    calls: [mail({ folderName: 'Customers', subfolders: true, limit: 5 })],
    expected: /"items":\[\{/,
  },
  {
    question: 'Was habe ich zuletzt gesendet? (Gesendete Elemente)',
    calls: [mail({ folderName: 'Gesendete Elemente', limit: 1 })],
    expected: /"from":"Megan Bowen/,
  },
  {
    question: 'What came from the domain litware.example since last Tuesday?',
    calls: [mail({ sender: '@litware.example', afterDateTime: 'last tuesday' })],
    expected: /Litware invoice 5100/,
  },
  {
    question: 'Which unread mails have attachments?',
    calls: [mail({ unread: true, hasAttachments: true, limit: 3 })],
    expected: /"page":\{"shown":\d/,
  },
  {
    question: 'What is in the shared mailbox Invoices?',
    calls: [mail({ mailbox: 'Invoices', limit: 3 })],
    expected: /owner=invoices@contoso\.example/,
  },
  {
    question: 'Which is the oldest mail from Lidia?',
    calls: [mail({ sender: 'Lidia', order: 'oldest', limit: 1 })],
    expected: /"from":"Lidia Holloway/,
  },
  {
    question: 'Did I ever write to Lucerne Translations?',
    calls: [mail({ sender: 'me', recipient: 'Lucerne Translations', limit: 2 })],
    expected: /Lucerne Translations/,
  },
  {
    question: 'Which attached document mentions travel per department?',
    calls: [mail({ query: 'travel', order: 'relevance', limit: 3 })],
    expected: /"items":\[\{/,
  },
  {
    question: 'Show the whole conversation on the budget, oldest first, without quotes.',
    calls: [
      mail({ query: 'budget', sender: 'Patti', limit: 1 }),
      read(/budget/i, { thread: true, order: 'oldest' }),
    ],
    expected: /"order":"oldest"/,
  },
  {
    question: 'What is in the workbook that Patti attached?',
    calls: [
      mail({ sender: 'Patti', hasAttachments: true, limit: 1 }),
      read(/budget/i),
      { tool: 'read_resource', args: {}, pick: /xlsx/, member: 'uri' },
    ],
    expected: /FY27 plan/,
  },
  {
    question: 'What is the Outlook link of the newest mail from Patti?',
    calls: [mail({ sender: 'Patti', limit: 1 }), read(/Patti/, { links: true })],
    expected: /"webLink":"https:\/\/outlook/,
  },
  {
    question: 'Is there junk mail?',
    calls: [mail({ folderName: 'Junk Email', limit: 3 })],
    expected: /"shown":1/,
  },
  {
    question: 'Who is Adele?',
    calls: [people({ query: 'Adele' })],
    expected: /Adele Vance[^]*Adele Wilkins/,
  },
  {
    question: 'Who reports to Patti?',
    calls: [people({ query: 'Patti Fernandez', relation: 'reports' })],
    expected: /Megan Bowen[^]*Adele Vance/,
  },
  {
    question: 'Who is Adele Vance’s manager?',
    calls: [people({ query: 'Adele Vance', relation: 'manager' })],
    expected: /Patti Fernandez/,
  },
  {
    question: 'What is the address of Lidia Holoway?',
    calls: [people({ query: 'Lidia Holoway' })],
    expected: /lidia@contoso\.example/,
  },
  {
    question: 'Which title does Isaiah have?',
    calls: [people({ query: 'Isaiah' })],
    expected: /Sales Representative/,
  },
  {
    question: 'Who of my team is away next week?',
    calls: [times({ participants: ['my team'], afterDateTime: 'next week' })],
    expected: /"away":\[/,
  },
  {
    question: 'When is Patti free tomorrow?',
    calls: [times({ participants: ['Patti'], afterDateTime: 'tomorrow' })],
    expected: /Patti Fernandez <patti@contoso\.example>/,
  },
  {
    question: 'Find half a day with Patti and Lidia next week.',
    calls: [times({ participants: ['Patti', 'Lidia'], afterDateTime: 'next week', duration: 240 })],
    expected: /outsideHours/,
  },
  {
    question: 'When can I meet Adele Vance for an hour this week?',
    calls: [times({ participants: ['Adele Vance'], afterDateTime: 'this week', duration: 60 })],
    expected: /"items":\[\{/,
  },
  {
    question: 'When can I talk to my manager for 15 minutes?',
    calls: [times({ participants: ['my manager'], duration: 15 })],
    expected: /Patti Fernandez/,
  },
  {
    question: 'Which time zone is Isaiah in?',
    calls: [times({ participants: ['Isaiah Langer'] })],
    expected: /Europe\/London/,
  },
  {
    question: 'When am I free on Friday?',
    calls: [times({ participants: ['me'], afterDateTime: 'friday' })],
    expected: /"weekday":"Fri"/,
  },
  {
    question: 'Meet with Adele: which one is meant?',
    calls: [times({ participants: ['Adele'] })],
    expected: /Adele Vance <adele@contoso\.example>, Retail Manager[^]*Adele Wilkins/,
  },
  {
    question: 'What do I have next week?',
    calls: [calendar({ afterDateTime: 'next week' })],
    expected: /Budget review with Patti/,
  },
  {
    question: 'Which meetings with Lidia are there this quarter?',
    calls: [calendar({ attendee: 'Lidia', afterDateTime: 'this quarter', limit: 5 })],
    expected: /Lidia Holloway/,
  },
  {
    question: 'What is on Patti’s calendar this week?',
    calls: [calendar({ calendarOwnerEmail: 'Patti', afterDateTime: 'this week' })],
    expected: /owner=patti@contoso\.example/,
  },
  {
    question: 'Until when does the Halo weekly go on?',
    calls: [calendar({ query: 'Halo weekly', limit: 1 }), read(/Halo weekly/)],
    expected: /"recurs":"every week on tuesday 52 times"/,
  },
  {
    question: 'Who has accepted the Halo weekly?',
    calls: [calendar({ query: 'Halo weekly', limit: 1 }), read(/Halo weekly/)],
    expected: /Lidia Holloway <lidia@contoso\.example>: accepted/,
  },
  {
    question: 'What is the join link of the budget review?',
    calls: [calendar({ query: 'budget review', limit: 1 }), read(/Budget review/, { links: true })],
    expected: /"joinUrl":"https:\/\/teams/,
  },
  {
    question: 'What did Alex say in the last Halo weekly?',
    calls: [
      calendar({ query: 'Halo weekly', beforeDateTime: 'now', order: 'newest', limit: 1 }),
      read(/transcript/, { find: 'Alex' }, 'transcript'),
    ],
    expected: /photos by the eighteenth/,
  },
  {
    question: 'What was said in the first 15 seconds of the last Halo weekly?',
    calls: [
      calendar({ query: 'Halo weekly', beforeDateTime: 'now', order: 'newest', limit: 1 }),
      read(/transcript/, { timeRange: '0:00:00-0:00:15' }, 'transcript'),
    ],
    expected: /^(?![^]*photos by the eighteenth)[^]*Then I order the demo lamps today/,
  },
  {
    question: 'Which meetings did I decline or not answer?',
    calls: [calendar({ afterDateTime: 'today', limit: 25 })],
    expected: /"response":/,
  },
  {
    question: 'Am I working elsewhere soon?',
    calls: [calendar({ afterDateTime: 'today', limit: 25 })],
    expected: /workingElsewhere/,
  },
  {
    question: 'What did Patti and I write in our chat?',
    calls: [messages({ chat: 'Patti' })],
    expected: /1\.35 million/,
  },
  {
    question: 'What was said in the Halo launch crew chat?',
    calls: [messages({ chat: 'Halo launch crew' })],
    expected: /Twelve weeks to go/,
  },
  {
    question: 'Did Adele say when we have coffee?',
    calls: [messages({ chat: 'Adele Vance', sender: 'Adele', limit: 3 })],
    expected: /"chat":"Adele Vance"/,
  },
  {
    question: 'Who mentioned me in Teams?',
    calls: [messages({ mentionsMe: true })],
    expected: /LED driver|Halo launch/,
  },
  {
    question: 'In which team and channel was the LED driver discussed?',
    calls: [messages({ query: 'LED driver' })],
    expected: /"channel":"General"[^]*"team":"Halo launch"/,
  },
  {
    question: 'What did my manager write in Teams lately?',
    calls: [messages({ sender: 'my manager', limit: 5 })],
    expected: /patti@contoso\.example/,
  },
  {
    question: 'What did Lidia post this month?',
    calls: [messages({ sender: 'Lidia', afterDateTime: 'this month', limit: 5 })],
    expected: /Lidia Holloway/,
  },
  {
    question: 'Which note did I leave for myself in Teams?',
    calls: [messages({ chat: 'Notes to yourself' })],
    expected: /Notes to yourself/,
  },
  {
    question: 'Which files did my manager change?',
    calls: [files({ author: 'my manager', order: 'newest', limit: 3 })],
    expected: /"items":\[\{/,
  },
  {
    question: 'Find documents on sharepoint about the budg… whatever it is called.',
    calls: [files({ query: 'budg', limit: 3 })],
    expected: /these results contain words that begin with them[^]*|FY27 Budget/,
  },
  {
    question: 'Is there a document about launch and quilting?',
    calls: [files({ query: 'launch quilting', limit: 3 })],
    expected: /Nothing contains all of the words/,
  },
  {
    question: 'Which presentations are in the Halo folder?',
    calls: [files({ folderName: 'Halo', fileType: 'pptx' })],
    expected: /Halo Retail Deck\.pptx/,
  },
  {
    question: 'What changed on the marketing site this week?',
    calls: [files({ site: 'marketing', afterDateTime: 'this week', order: 'newest', limit: 5 })],
    expected: /"dates":"from Mon/,
  },
  {
    question: 'What does the launch plan say about ratings?',
    calls: [
      files({ query: 'Halo launch plan', fileType: 'docx', limit: 1 }),
      read(/Launch Plan/, { find: 'rating' }),
    ],
    expected: /4\.3/,
  },
  {
    question: 'Which pages does the intranet have on travel?',
    calls: [files({ query: 'travel', site: 'intranet', limit: 3 })],
    expected: /Travel-freeze\.aspx/,
  },
  {
    question: 'What does the travel freeze mean for me?',
    calls: [files({ query: 'travel frozen', limit: 1 }), read(/Travel/)],
    expected: /31 March 2027/,
  },
  {
    question: 'Is there a folder for the press kit?',
    calls: [folders({ name: 'press kit' })],
    expected: /Press kit/,
  },
  {
    question: 'Where are the folders of the retailers?',
    calls: [folders({ name: 'Retailers' })],
    expected: /marketing\/Shared Documents\/Halo/,
  },
  {
    question: 'Is there a folder called quilting?',
    calls: [folders({ name: 'quilting' })],
    expected: /No folder or library has a word in its name that begins with this one/,
  },
  { question: 'Which permissions do I have?', calls: [open('me:///')], expected: /Mail\.Read/ },
];
