import { parseLabelHeader } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import type { GraphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { KnownLabels, LabelAccess } from '../labels.ts';
import { type MailMessage, type MailboxPaths, mailMessage } from './schema.ts';

/** The header `msip_labels`, which Exchange stores as a named property of received and sent messages. */
const headerProperty = 'String {00020386-0000-0000-C000-000000000046} Name msip_labels';

/**
 * Expands the label of a message, as part of the request of the message.
 * @see https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get
 */
export const mailLabelExpand = `singleValueExtendedProperties($filter=id eq '${headerProperty}')`;

/** Query options of a list of messages: their labels while the tenant lists labels. */
export function labelOptions(isUsed: boolean): { readonly $expand?: string } {
  return isUsed ? { $expand: mailLabelExpand } : {};
}

/** The labels of a message by its named property and its headers, as far as they were requested. */
export function mailLabels({
  singleValueExtendedProperties: properties,
  internetMessageHeaders: headers,
}: Pick<Partial<MailMessage>, 'singleValueExtendedProperties' | 'internetMessageHeaders'>): KnownLabels {
  const values = [
    ...(properties ?? []).filter(({ id }) => id.toLowerCase() === headerProperty.toLowerCase()),
    ...(headers ?? []).filter(({ name }) => name?.toLowerCase() === 'msip_labels'),
  ];
  return values.flatMap(({ value }) => parseLabelHeader(value ?? ''));
}

const labeled = mailMessage.pick({ singleValueExtendedProperties: true });

/**
 * Messages of a search that cannot return their labels, with their labels: one batch. Those that do not exist any more are
 * left out.
 */
export async function addMailLabels(
  messages: readonly MailMessage[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<readonly MailMessage[]> {
  const responses = await graph.batch(
    messages.map(({ id }) => ({
      path: mailbox.message(id),
      query: { $select: 'id', $expand: mailLabelExpand },
      schema: labeled,
    })),
  );
  return messages.flatMap((message, index) => {
    const response = responses[index];
    if (response instanceof AppError && response.code === 'not_found') return [];
    if (response instanceof Error) throw response;
    return [{ ...message, ...response }];
  });
}

/** The labels of one message. */
export async function readMailLabels(path: GraphPath, graph: GraphClient): Promise<KnownLabels> {
  const query = { $select: 'id', $expand: mailLabelExpand };
  return mailLabels(await graph.json({ path, query, schema: labeled }));
}

/** The messages that may be listed, and the number of the others. */
export function admitMessages<Message extends MailMessage>(
  messages: readonly Message[],
  labels: LabelAccess,
): { readonly admitted: readonly Message[]; readonly withheld: number } {
  const admitted = messages.filter((message) => labels.admits(mailLabels(message)));
  return { admitted, withheld: messages.length - admitted.length };
}
