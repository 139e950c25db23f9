import { users } from './tenants.ts';

/** Plans of Planner that Megan can open; due days count from the start day of the simulator. */
export const plans = [
  { id: 'xqQg5FS2LkCp935s-FIFm2QAFkHM', title: 'Halo launch' },
  { id: 'zlvBNVj1gEGqk5AL6bPqcWQAAzzF', title: 'Office move' },
] as const;

export const plannerTasks = [
  {
    id: '01gzSlKkIUSUl6DF_EilrmQAKDhh',
    plan: plans[0].id,
    title: 'Approve the Halo launch plan',
    percentComplete: 50,
    dueInDays: 2,
    assignees: [users.megan.objectId],
    description: 'Read the plan and answer Patti.\nThe budget is on page 3.',
    checklist: [
      ['Read the plan', true],
      ['Answer Patti', false],
    ],
    references: { 'https%3A//contoso%2Esharepoint%2Ecom/sites/marketing': 'Marketing site' },
  },
  {
    id: '02gzSlKkIUSUl6DF_EilrmQAKDhh',
    plan: plans[0].id,
    title: 'Book the venue in Berlin',
    percentComplete: 0,
    dueInDays: -3,
    assignees: [users.adele.objectId],
    description: '',
    checklist: [],
    references: {},
  },
  {
    id: '03gzSlKkIUSUl6DF_EilrmQAKDhh',
    plan: plans[1].id,
    title: 'Pack the desk',
    percentComplete: 100,
    dueInDays: -10,
    assignees: [users.megan.objectId],
    description: '',
    checklist: [],
    references: {},
  },
] as const;

export const todoLists = [
  { id: 'AQMkADAwATM0MDAAMS1iNTcwAAA=', displayName: 'Tasks' },
  { id: 'AQMkADAwATM0MDAAMS1iNTcxAAA=', displayName: 'Private errands' },
] as const;

export const todoTasks = [
  {
    id: 'AlMKXwbQAAAJws6wcAAAA=',
    list: todoLists[0].id,
    title: 'Prepare slides for the budget review',
    status: 'notStarted',
    importance: 'high',
    dueInDays: 1,
    body: '<p>Use the <b>FY27</b> numbers.</p>',
    checklist: [['Ask Pradeep for the numbers', false]],
    links: [['Budget mail', 'https://outlook.office365.example/mail/1']],
  },
  {
    id: 'AlMKXwbQAAAJws6xcAAAA=',
    list: todoLists[1].id,
    title: 'Return the library books',
    status: 'completed',
    importance: 'normal',
    dueInDays: undefined,
    body: '',
    checklist: [],
    links: [],
  },
] as const;
