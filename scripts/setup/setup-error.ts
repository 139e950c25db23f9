/** Why the set-up cannot go on, and what the operator can do about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
