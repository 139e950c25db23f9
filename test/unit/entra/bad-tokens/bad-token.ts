import type { TokenErrorReason } from '../../../../src/entra/token-error.ts';
import type { Departures, TokenForge } from '../token-forge.ts';

/** A token that must not pass. */
export interface BadToken {
  readonly name: string;
  readonly make: (forge: TokenForge) => Promise<string> | string;
  readonly status: 401 | 403;
  readonly reason: TokenErrorReason;
}

type Variant = Departures | ((forge: TokenForge) => Departures | string | Promise<string | Departures>);

/** Rows that are refused for one reason: each a name, and how the token departs from a good one. */
export function badTokens(
  status: 401 | 403,
  reason: TokenErrorReason,
  variants: Readonly<Record<string, Variant>>,
): readonly BadToken[] {
  return Object.entries(variants).map(([name, variant]) => ({
    name,
    status,
    reason,
    async make(forge) {
      const made = typeof variant === 'function' ? await variant(forge) : variant;
      return typeof made === 'string' ? made : forge.token(made);
    },
  }));
}
