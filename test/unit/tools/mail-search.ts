import { outlookEmailSearch } from '../../../src/tools/outlook-email-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

/** Id of the inbox, the parent folder of every {@link message}. */
export const inboxId =
  'AAMkAGI1M2E3NmVjLTFlMzEtNGVjYS04YzI1LTcyYWY3Yzg0NjJjYgAuAAAAAACQ2fKdGXBBR4x7ZJ4lE2eFAQAiIsqMbYjsT5e-T7KzowPTAAAAAAEMAAA=';

/** A message as Graph returns it. */
export function message(index: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const day = String(28 - (index % 27)).padStart(2, '0');
  const counter = String.fromCharCode(65 + (index % 26));
  return {
    id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYb${counter}K-AAA`,
    subject: `Budget ${index}`,
    from: { emailAddress: { name: 'Patti Fernandez', address: 'patti@contoso.example' } },
    toRecipients: [{ emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } }],
    receivedDateTime: `2026-10-${day}T08:15:30Z`,
    bodyPreview: 'Please look at the numbers\r\nbefore Friday.',
    isRead: true,
    importance: 'normal',
    parentFolderId: inboxId,
    ...more,
  };
}

/** Runs outlook_email_search on a fake Graph. */
export function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes?: readonly string[],
  resume?: unknown,
) {
  const context = toolContext(answer, scopes);
  const input = outlookEmailSearch.input.parse(args);
  const result = outlookEmailSearch.run(input, context, resume as never);
  return { context, result };
}

/** A page of messages as Graph returns it. */
export const page = (...value: unknown[]) => ({ value });
