import { isResult, mcpRequest, type McpRequest } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { type LoadPlan, type LoadResult, runLoad } from './run-load.ts';

/** Options of a load test with several users. */
export interface UserLoadPlan extends Pick<LoadPlan, 'url' | 'requests' | 'seconds'> {
  readonly question: McpRequest;
  /** Access tokens of the users, used in turn. */
  readonly bearers: readonly string[];
  /** Default 8. */
  readonly connections?: number;
  /** Process id of the server. */
  readonly pid: number;
}

/** Runs a load test with users in turn. @throws Error when a call fails. */
export async function runUserLoad({
  question,
  bearers,
  connections = 8,
  pid,
  ...plan
}: UserLoadPlan): Promise<LoadResult & { /** Of a call. */ readonly cpuMs: number }> {
  const before = processUsage(pid).cpuMs;
  const result = await runLoad({
    ...plan,
    connections,
    isGood: isResult,
    next: (index) =>
      mcpRequest(question, { authorization: `Bearer ${bearers[index % bearers.length] ?? ''}` }),
  });
  const cpuMs = processUsage(pid).cpuMs - before;
  if (result.failed > 0) throw new Error(`${result.failed} calls failed: ${result.firstFailure}`);
  return { ...result, cpuMs: cpuMs / result.calls };
}
