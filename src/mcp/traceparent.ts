/** Version, trace, span and flags. No id is all zeros, and there is no version ff. */
const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace context that a caller sent, as facts of its audit event: none where it is malformed.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparentIn(value: unknown): { readonly traceparent?: string } {
  return typeof value === 'string' && pattern.test(value) ? { traceparent: value } : {};
}
