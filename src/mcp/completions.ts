import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { GraphClient } from '../graph/client.ts';
import { listPage } from '../graph/paging.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { LabelAccess } from '../m365/labels.ts';
import { mailboxPaths } from '../m365/mail/schema.ts';
import { pagedTemplate, resourceTemplates } from '../m365/uri.ts';
import type { AreaId } from '../tenants/areas.ts';
import { findPrompt } from './prompts/prompts.ts';
import { getSuggestions } from './prompts/suggestions.ts';
import type { McpSession } from './session.ts';
import { nullishString } from '../graph/nullish.ts';

/** The values of an argument, before they are compared with its beginning. */
interface Completion {
  readonly areas: readonly AreaId[];
  values(graph: GraphClient, nowMs: number, labels: LabelAccess): Promise<readonly string[]>;
  matches(value: string, typed: string): boolean;
}

const folder = z.object({ displayName: nullishString });
const none: CompleteResult = { completion: { values: [] } };
const maxValues = 100;

/** Names of top-level mail folders, the only template variable that users type. The others are ids, which search returns. */
const mailFolders: Completion = {
  areas: ['mail'],
  values: async (graph) => {
    const { value } = await graph.json({
      path: mailboxPaths(undefined).folders(),
      query: { $top: 250, $select: 'displayName' },
      schema: listPage(folder),
    });
    return value.map(({ displayName }) => displayName ?? '').filter((name) => !name.includes('/'));
  },
  matches: (name, typed) => name.startsWith(typed),
};

/** Answers `completion/complete` for names of mail folders and arguments of prompts. */
export async function completeArgument(
  { ref, argument }: CompleteRequest['params'],
  session: McpSession,
  clock: Clock,
  signal: AbortSignal,
): Promise<CompleteResult> {
  const completion = findCompletion(ref, argument.name);
  if (!completion?.areas.every((area) => session.granted.level(area) !== undefined)) return none;
  const graph = session.graph(signal);
  session.audit.addOnFinish(() => ({ graphRequestIds: graph.requestIds }));
  try {
    const values = await completion.values(graph, clock.nowMs(), session.labels);
    const typed = argument.value.toLowerCase();
    const found = [...new Set(values)].filter(
      (value) => value !== '' && completion.matches(value.toLowerCase(), typed),
    );
    return {
      completion: {
        values: found.slice(0, maxValues),
        total: found.length,
        hasMore: found.length > maxValues,
      },
    };
  } catch (error) {
    // Completion is optional: a failed one must not interrupt typing.
    if (error instanceof AppError) return none;
    throw error;
  }
}

function findCompletion(ref: CompleteRequest['params']['ref'], name: string): Completion | undefined {
  if (ref.type === 'ref/resource') {
    const isFolder = ref.uri === pagedTemplate(resourceTemplates.mailFolder) && name === 'folder';
    return isFolder ? mailFolders : undefined;
  }
  const args = findPrompt(ref.name)?.arguments ?? {};
  const source = Object.hasOwn(args, name) ? args[name]?.suggest : undefined;
  return source && { ...getSuggestions(source), matches: (value, typed) => value.includes(typed) };
}
