import type { AadstsEntry } from './aadsts-entry.ts';
import { aadstsPeople } from './aadsts-user-errors.ts';
import { aadstsRequests } from './aadsts-request-errors.ts';
import { aadstsService } from './aadsts-service-errors.ts';

/** Number of an error that the simulated Entra gives by itself or on command. */
export type AadstsCode = keyof typeof aadstsPeople | keyof typeof aadstsRequests | keyof typeof aadstsService;

export const aadstsTable: Readonly<Record<AadstsCode, AadstsEntry>> = {
  ...aadstsPeople,
  ...aadstsRequests,
  ...aadstsService,
};
