import { ProtocolError, ProtocolErrorCode, type ReadResourceResult } from '@modelcontextprotocol/server';
import { AppError } from '../lib/app-error.ts';
import { pagedUri, readPagedUri } from '../m365/uri.ts';
import type { ToolCall } from './arguments.ts';
import { requireTool, resourceAttributes, runCall } from './call-tool.ts';
import type { CatalogTool } from './catalog.ts';
import { printableExcerpt, unexpectedErrorText } from './results.ts';
import type { CallDependencies, McpSession } from './session.ts';
import { readView } from './views.ts';

/** Errors of the request. Every other failure is a server error. */
const invalidParams = new Set<AppError['code']>([
  'invalid_argument',
  'not_found',
  'too_large',
  'unsupported_content',
  'unreadable_content',
  'protected_content',
  'withheld_by_policy',
  'malware',
]);

/**
 * Answers `resources/read` with the result of the tool `read_resource`. A long resource is answered page by page, with
 * the URI of the next page.
 * @throws ProtocolError `-32602` for a resource that does not exist or cannot be read
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling
 */
export async function handleReadResource(
  uri: string,
  call: ToolCall,
  session: McpSession,
  dependencies: CallDependencies,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const outcome = await runCall(call, session, dependencies, signal);
  if (!outcome.ok) throw readResourceError(uri, outcome.reason, session.audit.requestId);
  const { content, structured, nextPage, cursor } = outcome;
  const blocks = content ?? [{ type: 'text' as const, text: JSON.stringify(structured) }];
  const contents: ReadResourceResult['contents'] = blocks.map((block) =>
    block.type === 'text'
      ? { uri, mimeType: 'text/plain', text: block.text }
      : { uri, mimeType: block.mimeType, blob: block.data },
  );
  if (nextPage !== undefined) {
    // A cursor belongs to the requested URI. That of a link has a query of its own.
    const next =
      cursor === undefined || uri.startsWith('https:')
        ? pagedUri(String(structured['uri']), { startPage: nextPage })
        : pagedUri(readPagedUri(uri).uri, { cursor });
    contents.push({ uri, mimeType: 'text/plain', text: `There is more. Read it at ${next}` });
  }
  return { contents };
}

/**
 * Answers `resources/read` with the page of a view, without a Graph request. It is readable by those who can call its
 * tool, and also where `read_resource` is disabled: it contains nothing of Microsoft 365.
 * @throws ProtocolError where the tool is disabled or needs a permission that is missing
 */
export async function handleReadView(
  uri: string,
  tool: CatalogTool | undefined,
  session: McpSession,
): Promise<ReadResourceResult> {
  const { audit } = session;
  audit.add(await resourceAttributes(uri));
  try {
    if (!tool) throw new AppError('not_found', 'There is no such view.');
    requireTool(tool.definition, session);
  } catch (error) {
    audit.fail(error, 200);
    throw readResourceError(uri, error, audit.requestId);
  }
  const result = await readView(uri);
  audit.finish('ok', 200);
  return result;
}

/** The JSON-RPC error of a resource that was not read. */
export function readResourceError(uri: string, error: unknown, requestId: string): ProtocolError {
  if (!(error instanceof AppError)) {
    return new ProtocolError(ProtocolErrorCode.InternalError, unexpectedErrorText(requestId), {
      code: 'internal',
    });
  }
  const { code, message, details } = error;
  // `data.uri` marks a missing resource. A URI of no known form is shortened.
  if (code === 'not_found') return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { uri });
  if (details.argument === 'uri') {
    return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { uri: printableExcerpt(uri) });
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
