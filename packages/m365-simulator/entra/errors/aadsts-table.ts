import { aadstsRequestErrors } from './aadsts-request-errors.ts';
import { aadstsServiceErrors } from './aadsts-service-errors.ts';
import { aadstsUserErrors } from './aadsts-user-errors.ts';

/** Number of an error that the simulated Entra gives by itself or on command. */
export type AadstsCode =
  | keyof typeof aadstsUserErrors
  | keyof typeof aadstsRequestErrors
  | keyof typeof aadstsServiceErrors;

export const aadstsTable: Readonly<Record<AadstsCode, AadstsError>> = {
  ...aadstsUserErrors,
  ...aadstsRequestErrors,
  ...aadstsServiceErrors,
};

/** How Entra puts one of its errors into words and into OAuth. */
export interface AadstsError {
  /** `error` of the OAuth answer. */
  readonly error: string;
  /** HTTP status at the token endpoint. Default 400. */
  readonly status?: number;
  readonly suberror?: string;
  /** The sentence after `AADSTS…:`, with `{name}` where a value goes. */
  readonly text: string;
}
