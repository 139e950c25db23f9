import { users } from '../tenants.ts';
import { coworkers } from '../coworkers.ts';
import type { EmailAddress } from './mail-seed.ts';

function of(user: { readonly displayName: string; readonly userPrincipalName: string }): EmailAddress {
  return { name: user.displayName, address: user.userPrincipalName };
}

const [isaiah, lidia, lynne, adeleWilkins, grady, miriam] = coworkers;

/** Senders and recipients of the seed data. */
export const addresses = {
  megan: of(users.megan),
  patti: of(users.patti),
  adele: of(users.adele),
  alex: of(users.alex),
  pradeep: of(users.pradeep),
  joni: of(users.joni),
  diego: of(users.diego),
  isaiah: of(isaiah),
  lidia: of(lidia),
  lynne: of(lynne),
  adeleWilkins: of(adeleWilkins),
  grady: of(grady),
  miriam: of(miriam),
  invoices: { name: 'Invoices', address: 'invoices@contoso.example' },
  marketing: { name: 'Marketing Team', address: 'marketing-team@contoso.example' },
  wanda: { name: 'Wanda Howe', address: 'wanda@tailspintoys.example' },
  jordan: { name: 'Jordan Miller', address: 'jordan.miller@northwindtraders.example' },
  agency: { name: 'Lucerne Translations', address: 'projects@lucerne-translations.example' },
  fourthCoffee: { name: 'Fourth Coffee Billing', address: 'billing@fourthcoffee.example' },
  litware: { name: 'Litware Logistics', address: 'ar@litware.example' },
  adventure: { name: 'Adventure Works', address: 'accounts@adventure-works.example' },
  mallory: { name: 'IT Support', address: 'it-support@contoso-helpdesk.example' },
  hassan: { name: 'حسن العلي', address: 'hassan@wingtip.example' },
  newsletter: { name: 'Retail Weekly', address: 'news@retail-weekly.example' },
  teams: { name: 'Microsoft Teams', address: 'noreply@email.teams.microsoft.example' },
  planner: { name: 'Microsoft Planner', address: 'noreply@planner.office365.example' },
  oneill: { name: "Sean O'Neill", address: "sean.o'neill@adventure-works.example" },
} as const satisfies Record<string, EmailAddress>;
