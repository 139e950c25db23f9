import { DurableObject } from 'cloudflare:workers';

/** A session of a page, or the mark of a used `state`. */
interface SessionRecord {
  /** Identifies the call that wrote the record, so that the call can be retried. */
  readonly idempotencyKey: string;
  /** Undefined for the mark of a used state. */
  readonly sealed?: Uint8Array;
  readonly expiresAtMs: number;
}

/** Members are only ever added: Worker and object may be of different versions. */
export interface CreateSessionRequest extends SessionRecord {
  readonly nowMs: number;
}

const recordKey = 'session';

/**
 * Stores one session of a page, or that a `state` was used. One object per session, named by a hash of the random id that
 * only the browser's cookie contains; the record is sealed with that id.
 */
export class BrowserSession extends DurableObject {
  /** Writes the record. Returns false if another call wrote one before. */
  async create({ nowMs, ...record }: CreateSessionRequest): Promise<boolean> {
    const existing = await this.ctx.storage.get<SessionRecord>(recordKey);
    if (existing && existing.expiresAtMs > nowMs) return existing.idempotencyKey === record.idempotencyKey;
    await this.ctx.storage.put(recordKey, record);
    await this.ctx.storage.setAlarm(record.expiresAtMs);
    return true;
  }

  /** Returns the sealed session. Undefined if it has ended or expired. */
  async read({ nowMs }: { readonly nowMs: number }): Promise<Uint8Array | undefined> {
    const record = await this.ctx.storage.get<SessionRecord>(recordKey);
    return record && record.expiresAtMs > nowMs ? record.sealed : undefined;
  }

  /** Ends the session. */
  async end(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
