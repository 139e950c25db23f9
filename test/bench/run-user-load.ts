import { isResult, mcpRequest, type McpQuestion } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { type LoadPlan, type LoadResult, runLoad } from './run-load.ts';

/** Who asks what of whom, and until when. */
export interface TurnsPlan extends Pick<LoadPlan, 'url' | 'requests' | 'seconds'> {
  readonly question: McpQuestion;
  /** Access tokens of the people who take turns. */
  readonly bearers: readonly string[];
  /** Default 8. */
  readonly connections?: number;
  /** The process that answers. */
  readonly pid: number;
}

/** Puts the load of people who take turns on an MCP server. @throws Error where a call of them fails. */
export async function askInTurn({
  question,
  bearers,
  connections = 8,
  pid,
  ...plan
}: TurnsPlan): Promise<LoadResult & { /** Of a call. */ readonly cpuMs: number }> {
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
