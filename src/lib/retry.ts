/** Decides after each attempt. */
export interface RetryPolicy<Result> {
  /**
   * Milliseconds to wait before the next attempt, or undefined to return this result.
   * @param attempts made so far, at least 1
   */
  delayMs(result: Result, attempts: number): number | undefined;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Repeats an attempt as long as the policy asks for another one. Returns the result of the last attempt. */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  policy: RetryPolicy<Result>,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt();
    const delayMs = policy.delayMs(result, attempts);
    if (delayMs === undefined) return result;
    await policy.sleep(delayMs);
  }
}
