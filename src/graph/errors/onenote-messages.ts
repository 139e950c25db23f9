import type { MessageForCodes } from './messages-by-code.ts';
import { denied, invalidId, notFound, notSetUp, quotaReached, throttled, unavailable } from './messages.ts';

const subject = 'notes';

/**
 * Codes of OneNote, which are numbers. Their status says less: a library with too many items is a 403.
 * @see https://learn.microsoft.com/graph/onenote-error-codes
 */
export const onenoteMessages: readonly MessageForCodes[] = [
  { codes: ['10001', '10002', '10007', '10014', '10015', '19999', '30103'], subject, ...unavailable },
  { codes: ['10003', '20166'], subject, ...throttled },
  {
    codes: ['10008', '10013', '10016'],
    subject,
    isDecisive: true,
    code: 'too_large',
    text: 'A library with notebooks has too many items for OneNote: its API lists none of them. Find the notebook with sharepoint_search, and open it by its link.',
  },
  {
    codes: ['20266'],
    subject,
    isDecisive: true,
    code: 'too_large',
    text: 'There are too many sections for one request. Name a notebook or section.',
  },
  { codes: ['20112', '20157'], subject, ...invalidId },
  { codes: ['20102', '20113', '20130', '20156', '20160'], subject, ...notFound },
  { codes: ['30101'], subject, ...quotaReached },
  {
    codes: ['30104'],
    subject,
    code: 'access_denied',
    text: 'The account of this user is suspended. An administrator can enable it.',
  },
  { codes: ['30105', '30106', '30108'], subject, isDecisive: true, ...notSetUp },
  { codes: ['40003', '40004'], subject, ...denied },
];
