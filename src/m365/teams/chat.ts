import { z } from 'zod';
import { chatMessage } from './schema.ts';

/** Somebody in a chat, of whatever organisation. */
export const chatMember = z.object({
  displayName: z.string().nullish(),
  email: z.string().nullish(),
  userId: z.string().nullish(),
  tenantId: z.string().nullish(),
});

/** A chat, with what was expanded of it. */
export const chat = z.object({
  id: z.string(),
  topic: z.string().nullish(),
  chatType: z.string().nullish(),
  webUrl: z.string().nullish(),
  members: z.array(chatMember).nullish(),
  lastMessagePreview: chatMessage.nullish(),
});

/** A chat as Graph gives it. */
export type Chat = z.output<typeof chat>;
