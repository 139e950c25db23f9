import { aadstsRequests } from './aadsts-request-errors.ts';
import { aadstsService } from './aadsts-service-errors.ts';
import { aadstsPeople } from './aadsts-user-errors.ts';

/** Number of an error that the simulated Entra gives by itself or on command. */
export type AadstsCode = keyof typeof aadstsPeople | keyof typeof aadstsRequests | keyof typeof aadstsService;

export const aadstsTable: Readonly<Record<AadstsCode, AadstsEntry>> = {
  ...aadstsPeople,
  ...aadstsRequests,
  ...aadstsService,
};

/** How Entra puts one of its errors into words and into OAuth. */
export interface AadstsEntry {
  /** `error` of the OAuth answer. */
  readonly error: string;
  /** HTTP status at the token endpoint. Default 400. */
  readonly status?: number;
  readonly suberror?: string;
  /** The sentence after `AADSTS…:`, with `{name}` where a value goes. */
  readonly text: string;
}
