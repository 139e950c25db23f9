import type { CallToolResult } from '@modelcontextprotocol/server';
import type { CallServices } from './call-services.ts';
import type { McpSession } from './mcp-session.ts';
import type { PreparedCall } from './prepare-call.ts';
import { runCall } from './run-call.ts';
import { toolErrorResult, toolResult } from './tool-result.ts';

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
