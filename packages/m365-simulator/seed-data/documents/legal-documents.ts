import { docx } from './docx.ts';
import { pdf } from './pdf.ts';

/** Fabrikam's: no user at Contoso may ever see them. */
export const servicesAgreement = docx(
  'Master Services Agreement Tailspin.docx',
  'Master Services Agreement',
  'Miriam Graham',
  [
    { heading: 'Master services agreement', level: 1 },
    { paragraph: ['Between Fabrikam, Inc. and Tailspin Toys.'] },
    { heading: '1. Fees', level: 2 },
    { paragraph: ['The annual fee is USD 740,000, payable quarterly in advance.'] },
    { heading: '2. Liability', level: 2 },
    {
      paragraph: [
        'Liability is limited to the fees of the last twelve months.',
        { footnote: 'Not for intent.' },
      ],
    },
    {
      table: [
        ['Clause', 'Negotiated by', 'State'],
        ['Fees', 'Joni Sherman', 'agreed'],
        ['Liability', 'Miriam Graham', 'open'],
      ],
    },
  ],
);

export const litigationHold = pdf('Litigation hold notice.pdf', 'Litigation hold', 'Miriam Graham', [
  {
    lines: [
      { text: 'Litigation hold: matter 2026-114', size: 18 },
      'Keep every document that mentions Project Nightingale.',
      'Do not delete mail, chats or drafts until Legal releases the hold in writing.',
      'Contact: Joni Sherman, Fabrikam Legal.',
    ],
  },
]);
