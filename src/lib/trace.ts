/** The stages of a request that have names in a trace. */
export type Stage = 'verify' | 'vault' | 'exchange' | 'mcp' | 'graph' | 'shape';

/** What a span may say of a request: ids and stable codes, as in the audit. Never words, names or addresses. */
export interface SpanAttributes {
  readonly requestId?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tool?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
}

/** Where the stages of a request are made visible, if it is one that is traced. */
export interface Trace {
  /** Runs a stage as a span, which ends with it. A stage that throws says the code of its error. */
  stage<T>(name: Stage, run: () => Promise<T>, factsOf?: (result: T) => SpanAttributes): Promise<T>;
  /** Says more of the stage that is under way, or of the whole request outside of them. */
  setAttributes(facts: SpanAttributes): void;
}
