import type { Document } from './document.ts';
import { pdf } from './pdf.ts';
import { xlsx } from './xlsx.ts';

/** The report to the board. */
export const boardReport = pdf('Board report Q3.pdf', 'Board report, third quarter', 'Pradeep Gupta', [
  {
    lines: [
      { text: 'Board report, third quarter of FY26', size: 18 },
      'Revenue EUR 21.4 million, 6.2 % over the year before.',
      'Gross margin 41.8 %. Cash EUR 7.9 million.',
      'The largest customer, Northwind Traders, was 11 % of revenue.',
    ],
  },
  {
    compressed: true,
    lines: [{ text: 'Outlook', size: 14 }, 'The FY27 budget of EUR 9.0 million is before the board.'],
  },
]);

/** Payments to suppliers, with bank details in a hidden sheet. */
export const supplierPayments = xlsx('Supplier payments.xlsx', 'Supplier payments', 'Pradeep Gupta', [
  {
    name: 'Open',
    rows: [
      ['Invoice', 'Supplier', 'Due', 'Amount', 'Overdue'],
      ['4711', 'Fourth Coffee', { date: '2026-11-30' }, { money: 1240.5 }, false],
      ['4712', 'Litware Logistics', { date: '2026-11-13' }, { money: 18_900 }, true],
      ['4713', 'Adventure Works', { date: '2026-12-15' }, { money: 730 }, false],
      ['Total', null, null, { formula: 'SUM(D2:D4)', value: 20_870.5, format: 'money' }, null],
    ],
  },
  {
    name: 'Bank',
    hidden: true,
    rows: [
      ['Supplier', 'IBAN'],
      ['Fourth Coffee', 'DE00 0000 0000 0000 0000 00'],
    ],
  },
]);

/** The budget for the coming year: summary, the detail of marketing, and a hidden sheet of assumptions. */
export const fy27Budget: Document = xlsx('FY27 Budget.xlsx', 'FY27 Budget', 'Patti Fernandez', [
  {
    name: 'Summary',
    merges: ['A1:E1'],
    rows: [
      ['Contoso budget FY27 (EUR)', null, null, null, null],
      ['Department', 'FY26 actual', 'FY27 plan', 'Change', 'Approved on'],
      department(3, 'Marketing', 1_406_250, 1_350_000, '2026-11-16'),
      department(4, 'Sales', 2_210_000, 2_340_000, '2026-11-16'),
      department(5, 'Product', 3_120_500, 3_480_000, '2026-11-17'),
      department(6, 'Operations', 1_890_000, 1_830_000, '2026-11-17'),
      [
        'Total',
        { formula: 'SUM(B3:B6)', value: 8_626_750, format: 'money' },
        { formula: 'SUM(C3:C6)', value: 9_000_000, format: 'money' },
        { formula: 'C7/B7-1', value: 0.043_266, format: 'percent' },
        null,
      ],
      [
        'Status',
        { formula: 'IF(C7<=9000000,"within the cap","over the cap")', value: 'within the cap' },
        null,
        null,
        null,
      ],
    ],
  },
  {
    name: 'Marketing detail',
    rows: [
      ['Line', 'Owner', 'Q1', 'Q2', 'Q3', 'Q4', 'Year', 'First spend'],
      line(2, 'Halo launch campaign', 'Megan Bowen', [120_000, 180_000, 80_000, 40_000], '2027-01-11'),
      line(3, 'Trade fairs', 'Adele Vance', [60_000, 45_000, 90_000, 30_000], '2027-02-01'),
      line(4, 'Content & translation', 'Alex Wilber', [35_000, 35_000, 35_000, 35_000], '2027-01-04'),
      line(5, 'Paid search', 'Megan Bowen', [95_000, 95_000, 95_000, 95_000], '2027-01-04'),
      line(6, 'Travel', 'Megan Bowen', [0, 40_000, 40_000, 40_000], '2027-04-01'),
      line(7, 'Reserve', 'Patti Fernandez', [16_250, 16_250, 16_250, 16_250], '2027-01-04'),
    ],
  },
  {
    name: 'Assumptions',
    hidden: true,
    rows: [
      ['Assumption', 'Value', 'Source'],
      ['EUR/USD', 1.08, 'Treasury, October 2026'],
      ['Inflation', { percent: 0.024 }, 'ECB'],
      ['Headcount frozen', true, 'Board'],
      ['Fiscal year starts', { date: '2027-01-01' }, 'Articles'],
    ],
  },
]);

function department(row: number, name: string, before: number, plan: number, approved: string) {
  return [
    name,
    { money: before },
    { money: plan },
    {
      formula: `C${row}/B${row}-1`,
      value: Math.round((plan / before - 1) * 10_000) / 10_000,
      format: 'percent' as const,
    },
    { date: approved },
  ];
}

function line(row: number, name: string, owner: string, quarters: readonly number[], first: string) {
  return [
    name,
    owner,
    ...quarters.map((money) => ({ money })),
    {
      formula: `SUM(C${row}:F${row})`,
      value: quarters.reduce((sum, part) => sum + part, 0),
      format: 'money' as const,
    },
    { date: first },
  ];
}
