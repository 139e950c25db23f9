import { leadershipMinutes, travelPolicy } from '../documents/company-documents.ts';
import { boardOnly } from '../documents/labeled-document.ts';
import { contentTypes, textDocument } from '../documents/document.ts';
import { boardReport, fy27Budget, supplierPayments } from '../documents/finance-documents.ts';
import { haloLaunchDeck, haloLaunchPlan } from '../documents/halo-launch.ts';
import { litigationHold, servicesAgreement } from '../documents/legal-documents.ts';
import { exhibits, hostileDocuments, longDocuments } from '../documents/long-documents.ts';
import {
  emptyFile,
  encryptedDocument,
  flaggedFile,
  legacyDocument,
  loopComponent,
  richText,
  scannedPdf,
  shopFeed,
  stockFeed,
  teamPhoto,
} from '../documents/odd-documents.ts';
import {
  campaignResults,
  dealerList,
  onboardingNotes,
  pressRelease,
  priceLabels,
  retailerLetter,
} from '../documents/plain-documents.ts';
import { contoso, fabrikam } from '../tenants.ts';
import { type SiteSeed, file, folder } from './file-seed.ts';

/** Reports of twelve months, so that a folder has more than a page of a small size. */
const monthlyReports = Array.from({ length: 12 }, (_, index) => {
  const month = `2026-${String(index + 1).padStart(2, '0')}`;
  return file(
    textDocument(
      `Sell-out ${month}.csv`,
      contentTypes.csv,
      `month,country,units\r\n${month},DE,${1200 + index * 37}\r\n${month},PL,${800 + index * 21}\r\n`,
    ),
    'Adele Vance',
    360 - index * 30,
  );
});

/** The sites of both tenants and what their libraries hold. */
export const siteSeeds: readonly SiteSeed[] = [
  {
    key: 'marketing',
    tenantId: contoso,
    displayName: 'Marketing',
    description: 'Campaigns, launches and the brand',
    files: [
      folder('Halo', [
        file(haloLaunchPlan, 'Megan Bowen', 12, { editor: 'Lidia Holloway' }),
        file(haloLaunchDeck, 'Megan Bowen', 20),
        folder('Press kit', [file(pressRelease, 'Alex Wilber', 7), file(priceLabels, 'Alex Wilber', 33)]),
        folder('Retailers', [file(retailerLetter, 'Adele Vance', 22), file(dealerList, 'Adele Vance', 48)]),
      ]),
      folder('Reports', [file(campaignResults, 'Megan Bowen', 51), folder('Sell-out 2026', monthlyReports)]),
      folder('Odds and ends', [
        file(encryptedDocument, 'Patti Fernandez', 31),
        file(legacyDocument, 'Isaiah Langer', 390),
        file(richText, 'Alex Wilber', 70),
        file(scannedPdf, 'Adele Vance', 120),
        file(loopComponent, 'Lidia Holloway', 4),
        file(flaggedFile, 'Isaiah Langer', 60, { isMalware: true }),
        file(emptyFile, 'Alex Wilber', 90),
        file(teamPhoto, 'Alex Wilber', 150),
        file(shopFeed, 'Adele Vance', 26),
        file(stockFeed, 'Adele Vance', 27),
      ]),
      folder('Budget drafts #1 (50%)', [
        file(
          textDocument(
            'Split & notes + ideas.md',
            contentTypes.md,
            '# Split\n\n- trade fairs down by 36,250\n- travel from Q2\n',
          ),
          'Megan Bowen',
          5,
        ),
      ]),
    ],
  },
  {
    key: 'finance',
    tenantId: contoso,
    displayName: 'Finance',
    description: 'Budgets, reports and payments',
    files: [
      file(fy27Budget, 'Patti Fernandez', 8, { editor: 'Pradeep Gupta', label: boardOnly }),
      file(boardReport, 'Pradeep Gupta', 40, { label: boardOnly }),
      folder('Payments', [file(supplierPayments, 'Pradeep Gupta', 6)]),
      file(
        textDocument('Salary review.txt', contentTypes.txt, 'Salary review: 2.4 % for all from January.\r\n'),
        'Patti Fernandez',
        13,
        { restrictedTo: ['patti@contoso.example', 'pradeep@contoso.example'] },
      ),
    ],
  },
  {
    key: 'intranet',
    tenantId: contoso,
    displayName: 'Contoso Intranet',
    description: 'News and policies for everybody',
    files: [
      folder('Policies', [
        file(travelPolicy, 'Pradeep Gupta', 54),
        file(onboardingNotes, 'Adele Wilkins', 200),
      ]),
      folder('Minutes', [file(leadershipMinutes, 'Patti Fernandez', 14)]),
    ],
  },
  {
    key: 'legal',
    tenantId: fabrikam,
    displayName: 'Legal',
    description: 'Contracts and matters of Fabrikam',
    files: [
      folder('Contracts', [file(servicesAgreement, 'Miriam Graham', 19)]),
      folder('Matters', [file(litigationHold, 'Joni Sherman', 3)]),
      folder('Registers', [
        ...longDocuments.map((document) => file(document, 'Miriam Graham', 44)),
        folder(
          'Exhibits',
          exhibits.map((document) => file(document, 'Joni Sherman', 45)),
        ),
      ]),
      folder(
        'Received',
        hostileDocuments.map((document) => file(document, 'Miriam Graham', 46)),
      ),
    ],
  },
];
