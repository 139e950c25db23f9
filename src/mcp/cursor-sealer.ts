import type { VerifiedCaller } from '../entra/caller.ts';

/** What a cursor belongs to. */
export interface CursorBinding {
  readonly caller: VerifiedCaller;
  readonly tool: string;
  /** Canonical JSON of the arguments without the cursor. */
  readonly query: string;
}

/** Seals the state of a search into an opaque cursor, bound to the person, the tool and the query. */
export interface CursorSealer {
  seal(binding: CursorBinding, state: unknown): Promise<string>;
  /** The state, or undefined for a cursor of someone or something else, a forged one, or one whose key has retired. */
  open(binding: CursorBinding, cursor: string): Promise<unknown>;
}
