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
