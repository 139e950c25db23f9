import { z } from 'zod';
import { continuation } from '../../graph/continuation.ts';
import type { FoundMailFolder } from './folders.ts';
import type { MailboxPaths } from './schema.ts';
import type { MailMessage } from './mail-message.ts';
import type { Zone } from '../../time/time-zone.ts';

/** What is asked for, resolved: names to ids, words to instants. */
export interface MailQuery {
  readonly mailbox: MailboxPaths;
  readonly text: string | undefined;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  readonly folder: FoundMailFolder | undefined;
  /** Of a conversation that is wanted whole. */
  readonly conversationId: string | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  /** The zone that days are counted in. */
  readonly zone: Zone;
  readonly order: 'newest' | 'oldest' | 'relevance';
  readonly limit: number;
  readonly offset: number;
  /** Properties that are asked of Graph. */
  readonly select: string;
}

/** Where a search of mail goes on: how many lie before, and Graph's own token where one page follows another. */
export const mailResume = z.object({ offset: z.int().min(0).max(1_000_000), after: continuation.optional() });
export type MailResume = z.output<typeof mailResume>;

/** One page of an engine's answer. */
export interface MailPage {
  readonly messages: readonly MailMessage[];
  readonly next?: MailResume | undefined;
  readonly total?: number | undefined;
  readonly note?: string | undefined;
}
