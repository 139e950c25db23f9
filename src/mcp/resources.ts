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
import { pagedTemplate, pagedUri, resourceTemplates } from '../m365/uri.ts';
import type { PreparedCall } from './arguments.ts';
import { runCall } from './call-tool.ts';
import { printableExcerpt } from './results.ts';
import type { CallServices, McpSession } from './session.ts';

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
export async function handleReadResource(
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
 * Answers `completion/complete`: names of mail folders at the top of the mailbox, the one variable of a template that a
 * person would write. All others are ids, which search finds.
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
    session.granted.hasAny(['Mail.Read', 'Mail.ReadBasic', 'Mail.Read.Shared']);
  if (!isFolder) return none;
  const graph = session.graph(signal);
  session.audit.addOnFinish(() => ({ graphRequestIds: graph.requestIds }));
  try {
    const { value } = await graph.json({
      path: mailboxPaths(undefined).folders(),
      query: { $top: 250, $select: 'displayName' },
      schema: listPage(folder),
    });
    const begun = argument.value.toLowerCase();
    const names = value
      .map(({ displayName }) => displayName ?? '')
      .filter((name) => name !== '' && !name.includes('/') && name.toLowerCase().startsWith(begun));
    return {
      completion: {
        values: names.slice(0, maxValues),
        total: names.length,
        hasMore: names.length > maxValues,
      },
    };
  } catch (error) {
    // A client that completes as a person types must not be stopped by it.
    if (error instanceof AppError) return none;
    throw error;
  }
}
