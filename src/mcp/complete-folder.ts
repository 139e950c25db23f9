import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { mailboxPaths } from '../m365/mail/schema.ts';
import { listPage } from '../graph/paging.ts';
import { AppError } from '../lib/app-error.ts';
import { resourceTemplates } from '../m365/resource-templates.ts';
import type { McpSession } from './session.ts';
import { pagedTemplate } from '../m365/paged-uri.ts';

const folder = z.object({ displayName: z.string().nullish() });
const none: CompleteResult = { completion: { values: [] } };
const mostValues = 100;

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
  session.audit.noteAtEnd(() => ({ graphRequestIds: graph.requestIds }));
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
        values: names.slice(0, mostValues),
        total: names.length,
        hasMore: names.length > mostValues,
      },
    };
  } catch (error) {
    // A client that completes as a person types must not be stopped by it.
    if (error instanceof AppError) return none;
    throw error;
  }
}
