import { DurableObject } from 'cloudflare:workers';

/** What an object keeps of its sign-in. Links are random and mean nothing without the sealed texts that carry them. */
interface GrantRecord {
  /** Marks the call that began the grant, so that the call itself can be repeated. */
  readonly opening?: string;
  readonly current?: string;
  /** The link presented last, and when. */
  readonly previous?: string;
  readonly advancedAtMs?: number;
  readonly isRevoked?: true;
  readonly expiresAtMs: number;
}

/** What every call says. Members are only ever added: Worker and object may be of different versions. */
interface Now {
  readonly nowMs: number;
}

export interface StartGrantRequest extends Now {
  readonly link: string;
  readonly opening: string;
  readonly expiresAtMs: number;
}

export interface RotationAttempt extends Now {
  readonly link: string;
  readonly graceMs: number;
}

export interface RotateGrantRequest extends RotationAttempt {
  readonly next: string;
  readonly expiresAtMs: number;
}

export interface StoreTokensRequest extends Now {
  readonly link: string;
  /** Sealed under a secret that is not here. */
  readonly parcel: Uint8Array;
  readonly expiresAtMs: number;
}

interface KeptParcel {
  readonly parcel: Uint8Array;
  readonly expiresAtMs: number;
}

const key = 'grant';
const parcelKey = 'parcel';

/**
 * One sign-in of one client: which link of its chain counts, or that it was ended. One object for each, named by a
 * random id that only sealed texts hold. It keeps no person and no client, tokens for a minute and under a secret that
 * is not here, and deletes itself.
 */
export class OAuthGrant extends DurableObject {
  /** False where the grant was begun before, by another call. */
  async begin({ link, opening, expiresAtMs, nowMs }: StartGrantRequest): Promise<boolean> {
    const record = await this.#read(nowMs);
    if (record) return record.opening === opening && record.isRevoked !== true;
    await this.#write({ opening, current: link, expiresAtMs });
    return true;
  }

  /** Leaves a parcel for the next presentation of the link. The object cannot open it. */
  async deposit({ link, parcel, expiresAtMs, nowMs }: StoreTokensRequest): Promise<void> {
    const record = await this.#read(nowMs);
    if (record?.current !== link) throw new Error('This grant has gone on, or has ended.');
    await this.ctx.storage.put<KeptParcel>(parcelKey, { parcel, expiresAtMs });
    await this.#scheduleAlarm(record);
  }

  /** Advances, and takes the parcel out. Undefined where the link is no good, or nothing waits. */
  async collect(advance: RotateGrantRequest): Promise<{ link: string; parcel: Uint8Array } | undefined> {
    const link = await this.advance(advance);
    const kept = await this.ctx.storage.get<KeptParcel>(parcelKey);
    await this.ctx.storage.delete(parcelKey);
    if (link === undefined || !kept || kept.expiresAtMs <= advance.nowMs) return undefined;
    return { link, parcel: kept.parcel };
  }

  /** Whether the link may be presented. One that was followed by another for longer than the grace ends the grant. */
  async isLive(presentation: RotationAttempt): Promise<boolean> {
    const record = await this.#read(presentation.nowMs);
    if (!record || record.isRevoked) return false;
    if (isCurrent(record, presentation)) return true;
    await this.#revoke(record.expiresAtMs);
    return false;
  }

  /** The link that follows the presented one, or undefined: then it was no good, and the grant has ended. */
  async advance({ next, expiresAtMs, ...presentation }: RotateGrantRequest): Promise<string | undefined> {
    const record = await this.#read(presentation.nowMs);
    if (!record || record.isRevoked) return undefined;
    const { link, nowMs } = presentation;
    if (link === record.current) {
      await this.#write({ current: next, previous: link, advancedAtMs: nowMs, expiresAtMs });
      return next;
    }
    // The same call once more, or the same link within the grace.
    if (record.current === next || isCurrent(record, presentation)) return record.current;
    await this.#revoke(record.expiresAtMs);
    return undefined;
  }

  /** Ends the grant, whether it was begun or not. */
  async revoke({ expiresAtMs }: { readonly expiresAtMs: number }): Promise<void> {
    await this.#revoke(expiresAtMs);
  }

  /** Deletes what has expired: the parcel first, and with the record everything. */
  override async alarm(): Promise<void> {
    const record = await this.ctx.storage.get<GrantRecord>(key);
    if (!record || record.expiresAtMs <= Date.now()) {
      await this.ctx.storage.deleteAll();
      return;
    }
    await this.ctx.storage.delete(parcelKey);
    await this.#scheduleAlarm(record);
  }

  async #read(nowMs: number): Promise<GrantRecord | undefined> {
    const record = await this.ctx.storage.get<GrantRecord>(key);
    return record && record.expiresAtMs > nowMs ? record : undefined;
  }

  async #revoke(expiresAtMs: number): Promise<void> {
    await this.#write({ isRevoked: true, expiresAtMs });
  }

  async #write(record: GrantRecord): Promise<void> {
    await this.ctx.storage.put(key, record);
    if (record.isRevoked) await this.ctx.storage.delete(parcelKey);
    await this.#scheduleAlarm(record);
  }

  async #scheduleAlarm({ expiresAtMs }: GrantRecord): Promise<void> {
    const kept = await this.ctx.storage.get<KeptParcel>(parcelKey);
    await this.ctx.storage.setAlarm(Math.min(expiresAtMs, kept?.expiresAtMs ?? expiresAtMs));
  }
}

function isCurrent(record: GrantRecord, { link, graceMs, nowMs }: RotationAttempt): boolean {
  if (link === record.current) return true;
  return link === record.previous && nowMs - (record.advancedAtMs ?? 0) < graceMs;
}
