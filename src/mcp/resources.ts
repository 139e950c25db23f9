import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { AppError } from '../lib/app-error.ts';
import type { CallServices } from './call-services.ts';
import { echo } from './echo.ts';
import { pagedUri } from '../m365/paged-uri.ts';
import type { McpSession } from './session.ts';
import type { PreparedCall } from './arguments.ts';
import { runCall } from './call-tool.ts';

/** What the person asked for and can mend; every other failure is the server's own. */
const invalidParams = new Set<AppError['code']>([
  'invalid_argument',
  'not_found',
  'too_large',
  'unsupported_content',
  'unreadable_content',
  'protected_content',
  'malware',
]);

/**
 * Answers `resources/read` with what the tool `read_resource` shows: of what is long some pages, and the address of the
 * rest.
 * @throws ProtocolError `-32602` where there is no such resource, or none that can be read
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling
 */
export async function readResource(
  uri: string,
  call: PreparedCall,
  session: McpSession,
  services: CallServices,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const outcome = await runCall(call, session, services, signal);
  if ('failure' in outcome) throw protocolError(uri, outcome.failure, session.audit.requestId);
  const blocks = outcome.content ?? [{ type: 'text' as const, text: JSON.stringify(outcome.structured) }];
  const contents: ReadResourceResult['contents'] = blocks.map((block) =>
    block.type === 'text'
      ? { uri, mimeType: 'text/plain', text: block.text }
      : { uri, mimeType: block.mimeType, blob: block.data },
  );
  const { nextPage, structured } = outcome;
  if (nextPage !== undefined) {
    const rest = pagedUri(String(structured['uri']), nextPage);
    contents.push({ uri, mimeType: 'text/plain', text: `There is more. Read it at ${rest}` });
  }
  return { contents };
}

function protocolError(uri: string, failure: unknown, requestId: string): ProtocolError {
  if (!(failure instanceof AppError)) {
    return new ProtocolError(
      ProtocolErrorCode.InternalError,
      `The connector failed unexpectedly. Try again; if it persists, tell its operator the request id ${requestId}.`,
      { code: 'internal' },
    );
  }
  const { code, message, details } = failure;
  // By `uri` alone a client knows that there is no such resource. One that is none of ours is not repeated whole.
  if (code === 'not_found') return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { uri });
  if (details.argument === 'uri') {
    return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { uri: echo(uri) });
  }
  return new ProtocolError(
    invalidParams.has(code) ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
    message,
    {
      code,
      ...(details.permissions === undefined ? {} : { permissions: details.permissions }),
      ...(details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
    },
  );
}
