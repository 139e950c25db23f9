/** Names of the spans of a request. */
export type Stage = 'verify' | 'vault' | 'exchange' | 'mcp' | 'graph' | 'shape';

/** Attributes of a span: ids and stable codes, as in the audit. Never content, names or addresses. */
export interface SpanAttributes {
  readonly requestId?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tool?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  /** Way to the vault object and back, without the time within it. */
  readonly hopMs?: number | undefined;
  /** HTTP status of the response. */
  readonly status?: number | undefined;
}

/** Spans of one request. Does nothing if the request is not traced. */
export interface Trace {
  /** Runs a stage within a span. If it throws, the span carries the error code. */
  stage<T>(name: Stage, run: () => Promise<T>, toAttributes?: (result: T) => SpanAttributes): Promise<T>;
  /** Adds attributes to the current span, or to the span of the request outside of a stage. */
  setAttributes(attributes: SpanAttributes): void;
}
