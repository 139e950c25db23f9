import {
  type CompleteRequest,
  type CompleteResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { listPage } from '../graph/paging.ts';
import { AppError } from '../lib/app-error.ts';
import { mailboxPaths } from '../m365/mail/schema.ts';
import { pagedTemplate, pagedUri, readPagedUri, resourceTemplates } from '../m365/uri.ts';
import type { ToolCall } from './arguments.ts';
import { runCall } from './call-tool.ts';
import { printableExcerpt, unexpectedErrorText } from './results.ts';
import type { CallDependencies, McpSession } from './session.ts';

/** Errors of the request. Every other failure is a server error. */
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

const folder = z.object({ displayName: z.string().nullish() });
const none: CompleteResult = { completion: { values: [] } };
const maxValues = 100;

/**
 * Answers `completion/complete` with the names of top-level mail folders, the only template variable that users type.
 * The others are ids, which search returns.
 */
export async function completeFolder(
  { ref, argument }: CompleteRequest['params'],
  session: McpSession,
  signal: AbortSignal,
): Promise<CompleteResult> {
  const isFolder =
    ref.type === 'ref/resource' &&
    ref.uri === pagedTemplate(resourceTemplates.mailFolder) &&
    argument.name === 'folder' &&
    session.granted.level('mail') !== undefined;
  if (!isFolder) return none;
  const graph = session.graph(signal);
  session.audit.addOnFinish(() => ({ graphRequestIds: graph.requestIds }));
  try {
    const { value } = await graph.json({
      path: mailboxPaths(undefined).folders(),
      query: { $top: 250, $select: 'displayName' },
      schema: listPage(folder),
    });
    const prefix = argument.value.toLowerCase();
    const names = value
      .map(({ displayName }) => displayName ?? '')
      .filter((name) => name !== '' && !name.includes('/') && name.toLowerCase().startsWith(prefix));
    return {
      completion: {
        values: names.slice(0, maxValues),
        total: names.length,
        hasMore: names.length > maxValues,
      },
    };
  } catch (error) {
    // Completion is optional: a failed one must not interrupt typing.
    if (error instanceof AppError) return none;
    throw error;
  }
}
