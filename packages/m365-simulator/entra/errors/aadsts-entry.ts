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
