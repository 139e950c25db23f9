import type { CallToolResult } from '@modelcontextprotocol/server';
import type { CallServices } from './call-services.ts';
import type { McpSession } from './session.ts';
import type { PreparedCall } from './arguments.ts';
import { runCall } from './call-tool.ts';
import { toolErrorResult, toolResult } from './results.ts';

/** Answers `tools/call`: every failure becomes a result that a model can act on. */
export async function callTool(
  call: PreparedCall,
  session: McpSession,
  services: CallServices,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const outcome = await runCall(call, session, services, signal);
  return 'failure' in outcome
    ? toolErrorResult(outcome.failure, session.audit.requestId)
    : toolResult(outcome.structured, outcome.content);
}
