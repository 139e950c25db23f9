import type { AadstsEntry } from './aadsts-entry.ts';
import { aadstsPeople } from './aadsts-people.ts';
import { aadstsRequests } from './aadsts-requests.ts';
import { aadstsService } from './aadsts-service.ts';

/** Number of an error that the simulated Entra gives by itself or on command. */
export type AadstsCode = keyof typeof aadstsPeople | keyof typeof aadstsRequests | keyof typeof aadstsService;

export const aadstsTable: Readonly<Record<AadstsCode, AadstsEntry>> = {
  ...aadstsPeople,
  ...aadstsRequests,
  ...aadstsService,
};
