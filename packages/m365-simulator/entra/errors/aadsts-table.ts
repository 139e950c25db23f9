import { aadstsRequestErrors } from './aadsts-request-errors.ts';
import { aadstsServiceErrors } from './aadsts-service-errors.ts';
import { aadstsUserErrors } from './aadsts-user-errors.ts';

/** AADSTS number of an error that the simulator returns by itself or through `forceError`. */
export type AadstsCode =
  | keyof typeof aadstsUserErrors
  | keyof typeof aadstsRequestErrors
  | keyof typeof aadstsServiceErrors;

export const aadstsTable: Readonly<Record<AadstsCode, AadstsError>> = {
  ...aadstsUserErrors,
  ...aadstsRequestErrors,
  ...aadstsServiceErrors,
};

/** Message and OAuth members of an AADSTS error. */
export interface AadstsError {
  /** `error` of the OAuth response. */
  readonly error: string;
  /** HTTP status at the token endpoint. Default 400. */
  readonly status?: number;
  readonly suberror?: string;
  /** The sentence after `AADSTS…:`, with `{name}` where a value goes. */
  readonly text: string;
}
