/** Why a command cannot go on, and what the operator can do about it: shown without a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
