/** Carries an answer that is settled out of the protocol layer, which asked for a session. */
export class RefusedByVault extends Error {
  override readonly name = 'RefusedByVault';
  readonly response: Response;

  constructor(response: Response) {
    super('The vault gave no Graph token.');
    this.response = response;
  }
}
