import { z } from 'zod';
import { swiftSchema } from '../../graph/fast-schema.ts';

const address = z
  .object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish() })
  .nullish();

/** What is read of a message. Graph leaves out what was not selected, and what a permission does not open. */
export const mailMessage = z.object({
  id: z.string(),
  subject: z.string().nullish(),
  from: address,
  sender: address,
  toRecipients: z.array(address).nullish(),
  ccRecipients: z.array(address).nullish(),
  bccRecipients: z.array(address).nullish(),
  receivedDateTime: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  hasAttachments: z.boolean().nullish(),
  importance: z.string().nullish(),
  isRead: z.boolean().nullish(),
  isDraft: z.boolean().nullish(),
  parentFolderId: z.string().nullish(),
  conversationId: z.string().nullish(),
});

/** A message as Graph lists it. */
export type MailMessage = z.output<typeof mailMessage>;

/** A page of messages. */
export const mailMessagePage = swiftSchema(
  z.object({
    value: z.array(mailMessage),
    '@odata.nextLink': z.string().nullish(),
    '@odata.count': z.int().optional(),
  }),
);

/** A person or mailbox in a message. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** The parts of a Graph `recipient`, empty where Graph has none. */
export function mailAddress(recipient: z.output<typeof address>): MailAddress {
  const { name, address: smtp } = recipient?.emailAddress ?? {};
  return { name: name ?? '', address: smtp ?? '' };
}
